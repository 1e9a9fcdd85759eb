#include "text/ascii.hpp"
#include "text/text.hpp"
#include "time/zone.hpp"
#include "time/zone_data.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

namespace almanac {
namespace {

using Name = std::pair<std::string_view, std::string_view>;

/// Windows names as CLDR maps them (windowsZones.xml, territory 001), lower case and without " Standard Time",
/// which is "Daylight Time" or just "Time" in some programs; then what Outlook and people write beside them. Names
/// with a "/" and "-nodst" are those of IBM Notes that Windows does not have (Domino Web Access, dwa.date.zoneInfo),
/// one for all places of the same rules. Sorted. A name that IANA knows too ("GMT", "Singapore") is found there first.
constexpr auto names = std::to_array<Name>({
    {"afghanistan", "Asia/Kabul"},
    {"akdt", "America/Anchorage"},
    {"akst", "America/Anchorage"},
    {"alaska", "America/Anchorage"},
    {"alaskan", "America/Anchorage"},
    {"alaskan-nodst", "Etc/GMT+9"},
    {"aleutian", "America/Adak"},
    {"altai", "Asia/Barnaul"},
    {"arab", "Asia/Riyadh"},
    {"arab/e. africa", "Asia/Riyadh"},
    {"arabian", "Asia/Dubai"},
    {"arabic", "Asia/Baghdad"},
    {"argentina", "America/Argentina/Buenos_Aires"},
    {"arizona", "America/Phoenix"},
    {"astrakhan", "Europe/Astrakhan"},
    {"atlantic", "America/Halifax"},
    {"aus central", "Australia/Darwin"},
    {"aus central w.", "Australia/Eucla"},
    {"aus eastern", "Australia/Sydney"},
    {"aus eastern/tasmania", "Australia/Sydney"},
    {"azerbaijan", "Asia/Baku"},
    {"azores", "Atlantic/Azores"},
    {"bahia", "America/Bahia"},
    {"bangladesh", "Asia/Dhaka"},
    {"belarus", "Europe/Minsk"},
    {"bougainville", "Pacific/Bougainville"},
    {"bst", "Europe/London"},
    {"canada central", "America/Regina"},
    {"cape verde", "Atlantic/Cape_Verde"},
    {"caucasus", "Asia/Yerevan"},
    {"cdt", "America/Chicago"},
    {"cen. australia", "Australia/Adelaide"},
    {"central", "America/Chicago"},
    {"central (mexico)", "America/Mexico_City"},
    {"central america", "America/Guatemala"},
    {"central america/canada central", "America/Guatemala"},
    {"central asia", "Asia/Bishkek"},
    {"central asia/sri lanka", "Asia/Dhaka"},
    {"central brazilian", "America/Cuiaba"},
    {"central europe", "Europe/Budapest"},
    {"central european", "Europe/Warsaw"},
    {"central pacific", "Pacific/Guadalcanal"},
    {"cest", "Europe/Paris"},
    {"chatham islands", "Pacific/Chatham"},
    {"china", "Asia/Shanghai"},
    {"china/singapore/taiwan/w. australia", "Asia/Shanghai"},
    {"coordinated universal", "UTC"},
    {"cst", "America/Chicago"},
    {"ct", "America/Chicago"},
    {"cuba", "America/Havana"},
    {"dateline", "Etc/GMT+12"},
    {"e. africa", "Africa/Nairobi"},
    {"e. australia", "Australia/Brisbane"},
    {"e. australia/west pacific", "Australia/Brisbane"},
    {"e. europe", "Europe/Chisinau"},
    {"e. south america", "America/Sao_Paulo"},
    {"easter island", "Pacific/Easter"},
    {"eastern", "America/New_York"},
    {"eastern (mexico)", "America/Cancun"},
    {"edt", "America/New_York"},
    {"egypt", "Africa/Cairo"},
    {"ekaterinburg", "Asia/Yekaterinburg"},
    {"et", "America/New_York"},
    {"fiji", "Pacific/Fiji"},
    {"fle", "Europe/Kyiv"},
    {"georgian", "Asia/Tbilisi"},
    {"gmt", "Europe/London"},
    {"greenland", "America/Nuuk"},
    {"greenwich", "Atlantic/Reykjavik"},
    {"gtb", "Europe/Bucharest"},
    {"haiti", "America/Port-au-Prince"},
    {"hawaii", "Pacific/Honolulu"},
    {"hawaiian", "Pacific/Honolulu"},
    {"india", "Asia/Kolkata"},
    {"indiana (east)", "America/Indiana/Indianapolis"},
    {"iran", "Asia/Tehran"},
    {"israel", "Asia/Jerusalem"},
    {"japan/korea", "Asia/Tokyo"},
    {"jordan", "Asia/Amman"},
    {"kaliningrad", "Europe/Kaliningrad"},
    {"korea", "Asia/Seoul"},
    {"libya", "Africa/Tripoli"},
    {"line islands", "Pacific/Kiritimati"},
    {"lord howe", "Australia/Lord_Howe"},
    {"magadan", "Asia/Magadan"},
    {"magallanes", "America/Punta_Arenas"},
    {"marquesas", "Pacific/Marquesas"},
    {"mauritius", "Indian/Mauritius"},
    {"mdt", "America/Denver"},
    {"mid-atlantic-nodst", "Etc/GMT+2"},
    {"middle east", "Asia/Beirut"},
    {"montevideo", "America/Montevideo"},
    {"morocco", "Africa/Casablanca"},
    {"mountain", "America/Denver"},
    {"mountain (arizona)", "America/Phoenix"},
    {"mountain (mexico)", "America/Mazatlan"},
    {"mt", "America/Denver"},
    {"myanmar", "Asia/Yangon"},
    {"n. central asia", "Asia/Novosibirsk"},
    {"namibia", "Africa/Windhoek"},
    {"nepal", "Asia/Kathmandu"},
    {"new zealand", "Pacific/Auckland"},
    {"newfoundland", "America/St_Johns"},
    {"norfolk", "Pacific/Norfolk"},
    {"north asia", "Asia/Krasnoyarsk"},
    {"north asia east", "Asia/Irkutsk"},
    {"north korea", "Asia/Pyongyang"},
    {"omsk", "Asia/Omsk"},
    {"pacific", "America/Los_Angeles"},
    {"pacific (mexico)", "America/Tijuana"},
    {"pacific sa", "America/Santiago"},
    {"pacific-nodst", "Etc/GMT+8"},
    {"pakistan", "Asia/Karachi"},
    {"paraguay", "America/Asuncion"},
    {"pdt", "America/Los_Angeles"},
    {"pst", "America/Los_Angeles"},
    {"pt", "America/Los_Angeles"},
    {"qyzylorda", "Asia/Qyzylorda"},
    {"romance", "Europe/Paris"},
    {"russia time zone 10", "Asia/Srednekolymsk"},
    {"russia time zone 11", "Asia/Kamchatka"},
    {"russia time zone 3", "Europe/Samara"},
    {"russian", "Europe/Moscow"},
    {"sa eastern", "America/Cayenne"},
    {"sa pacific", "America/Bogota"},
    {"sa western", "America/La_Paz"},
    {"sa western (venezuela)", "America/Caracas"},
    {"saint pierre", "America/Miquelon"},
    {"sakhalin", "Asia/Sakhalin"},
    {"samoa", "Pacific/Apia"},
    {"sao tome", "Africa/Sao_Tome"},
    {"saratov", "Europe/Saratov"},
    {"se asia", "Asia/Bangkok"},
    {"singapore", "Asia/Singapore"},
    {"south africa", "Africa/Johannesburg"},
    {"south sudan", "Africa/Juba"},
    {"sri lanka", "Asia/Colombo"},
    {"sudan", "Africa/Khartoum"},
    {"syria", "Asia/Damascus"},
    {"taipei", "Asia/Taipei"},
    {"tasmania", "Australia/Hobart"},
    {"tocantins", "America/Araguaina"},
    {"tokyo", "Asia/Tokyo"},
    {"tomsk", "Asia/Tomsk"},
    {"tonga", "Pacific/Tongatapu"},
    {"transbaikal", "Asia/Chita"},
    {"turkey", "Europe/Istanbul"},
    {"turks and caicos", "America/Grand_Turk"},
    {"ulaanbaatar", "Asia/Ulaanbaatar"},
    {"us eastern", "America/Indiana/Indianapolis"},
    {"us eastern/sa pacific", "America/Bogota"},
    {"us mountain", "America/Phoenix"},
    {"venezuela", "America/Caracas"},
    {"vladivostok", "Asia/Vladivostok"},
    {"volgograd", "Europe/Volgograd"},
    {"w. australia", "Australia/Perth"},
    {"w. central africa", "Africa/Lagos"},
    {"w. europe", "Europe/Berlin"},
    {"w. mongolia", "Asia/Hovd"},
    {"west asia", "Asia/Tashkent"},
    {"west bank", "Asia/Hebron"},
    {"west pacific", "Pacific/Port_Moresby"},
    {"western/central europe", "Europe/Berlin"},
    {"yakutsk", "Asia/Yakutsk"},
    {"yukon", "America/Whitehorse"},
    {"z", "UTC"},
});

std::string_view known_name(std::string_view low)
{
    auto const found = std::ranges::lower_bound(names, low, {}, &Name::first);
    return found != names.end() && found->first == low ? found->second : std::string_view{};
}

/// The IANA spelling of a name in any case, with spaces or dashes for "_" and "/"; empty when there is none.
std::string_view any_spelling(std::string_view name)
{
    if (!embedded_zone(name).empty())
        return name;
    auto const same = [](char a, char b) {
        auto const plain = [](char c) {
            if (c == ' ')
                return '_';
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        };
        return plain(a) == plain(b) || (a == '/' && b == '-');
    };
    std::string_view found;
    any_zone_name([&](std::string_view zone) {
        if (std::ranges::equal(zone, name, same))
            found = zone;
        return !found.empty();
    });
    return found;
}

/// "Melbourne" is Australia/Melbourne: Outlook names zones by lists of cities.
std::string_view zone_of_city(std::string_view city)
{
    std::string_view found;
    if (city.size() < 4)
        return found;
    any_zone_name([&](std::string_view zone) {
        auto const slash = zone.rfind('/');
        if (slash != std::string_view::npos && !zone.starts_with("Etc/") && zone.size() - slash - 1 == city.size() &&
            equal_ignoring_case(replace_all(std::string{zone.substr(slash + 1)}, "_", " "), city))
            found = zone;
        return !found.empty();
    });
    return found;
}

/// "-5", "+05:30", "-05.00", "+0530": minutes east of Greenwich.
std::optional<int> read_offset(std::string_view text)
{
    text = trim(text);
    if (text.size() < 2 || (text[0] != '+' && text[0] != '-'))
        return std::nullopt;
    std::string digits;
    std::size_t colon = 0;
    for (auto const c : text.substr(1)) {
        if (is_digit(c))
            digits += c;
        else if ((c == ':' || c == '.') && colon == 0)
            colon = digits.size();
        else
            return std::nullopt;
    }
    auto const hour_digits = colon != 0 ? colon : digits.size() > 2 ? digits.size() - 2 : digits.size();
    auto const minute_digits = digits.size() - hour_digits;
    if (hour_digits < 1 || hour_digits > 2 || (minute_digits != 0 && minute_digits != 2))
        return std::nullopt;
    int hours = 0, minutes = 0;
    std::from_chars(digits.data(), digits.data() + hour_digits, hours);
    std::from_chars(digits.data() + hour_digits, digits.data() + digits.size(), minutes);
    auto const total = hours * 60 + minutes;
    return text[0] == '-' ? -total : total;
}

/// The zone of a fixed distance from UTC. IANA has them for whole hours (with the sign turned round); the others
/// are those of the one country that keeps that distance all year.
std::string zone_of_offset(int minutes)
{
    if (minutes == 0)
        return "UTC";
    if (minutes % 60 == 0 && minutes >= -12 * 60 && minutes <= 14 * 60)
        return (minutes > 0 ? "Etc/GMT-" : "Etc/GMT+") + std::to_string(std::abs(minutes) / 60);
    switch (minutes) {
    case 3 * 60 + 30: return "Asia/Tehran";
    case 4 * 60 + 30: return "Asia/Kabul";
    case 5 * 60 + 30: return "Asia/Kolkata";
    case 5 * 60 + 45: return "Asia/Kathmandu";
    case 6 * 60 + 30: return "Asia/Yangon";
    case 8 * 60 + 45: return "Australia/Eucla";
    case 9 * 60 + 30: return "Australia/Darwin";
    default: return {};
    }
}

/// "GMT+2", "UTC-05:00", "+0200": what stands behind the name of Greenwich.
std::string zone_of_distance(std::string_view text)
{
    for (std::string_view const prefix : {"GMT", "UTC"}) {
        if (equal_ignoring_case(text.substr(0, prefix.size()), prefix)) {
            text.remove_prefix(prefix.size());
            break;
        }
    }
    auto const minutes = read_offset(text);
    return minutes ? zone_of_offset(*minutes) : std::string{};
}

/// Lower case, without the words that say only that it is a zone: "eastern" of "Eastern Time (US & Canada)".
std::string essence(std::string_view name)
{
    auto low = lower_ascii(name);
    for (std::string_view const words :
         {" standard time", " daylight time", " summer time", " (us & canada)", " (canada)"})
        low = replace_all(std::move(low), words, "");
    if (low.ends_with(" time"))
        low.resize(low.size() - 5);
    return replace_all(std::move(low), " time (", " (");
}

std::string zone_of_words(std::string_view name)
{
    if (auto const zone = any_spelling(name); !zone.empty())
        return std::string{zone};
    if (auto const zone = known_name(essence(name)); !zone.empty())
        return std::string{zone};
    auto const first = trim(name.substr(0, name.find_first_of(",\\")));
    if (first.size() < name.size()) {
        if (auto const zone = known_name(essence(first)); !zone.empty())
            return std::string{zone};
    }
    return std::string{zone_of_city(first)};
}

}  // namespace

std::string iana_zone(std::string_view name)
{
    name = trim(name);
    while (name.size() >= 2 && name.front() == '"' && name.back() == '"')
        name = trim(name.substr(1, name.size() - 2));
    if (name.empty() || name.size() > 200)
        return {};
    if (auto zone = zone_of_words(name); !zone.empty())
        return zone;

    // "(UTC-05:00) Eastern Time (US & Canada)": the name says more than the distance.
    if (auto const close = name.find(')'); name.front() == '(' && close != std::string_view::npos) {
        auto zone = zone_of_words(trim(name.substr(close + 1)));
        return zone.empty() ? zone_of_distance(name.substr(1, close - 1)) : zone;
    }
    if (auto zone = zone_of_distance(name); !zone.empty())
        return zone;

    // "/citadel.org/20210210_1/America/New_York", "tzone://Microsoft/Utc"
    for (auto slash = name.find('/'); slash != std::string_view::npos; slash = name.find('/', slash + 1)) {
        if (auto const zone = any_spelling(name.substr(slash + 1)); !zone.empty())
            return std::string{zone};
    }
    return {};
}

std::string nearest_zone(std::string_view name)
{
    if (name.size() > 100)
        return {};
    if (auto zone = iana_zone(name); !zone.empty())
        return zone;
    std::vector<std::string_view> all;
    any_zone_name([&](std::string_view zone) {
        all.push_back(zone);
        return false;
    });
    return nearest(name, all);
}

}  // namespace almanac
