#include "merge/identity.hpp"

#include "text/text.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <span>
#include <unordered_map>

namespace almanac {
namespace {

/// Half a SHA-256 of the parts. Each is preceded by its length, so that no two lists of parts read the same.
std::string hash_of(std::span<std::string_view const> parts)
{
    std::string all;
    for (auto const part : parts)
        all += fmt::format("{}:{}", part.size(), part);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    EVP_Digest(all.data(), all.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
    std::string hex;
    for (std::size_t i = 0; i < 16; ++i)
        hex += fmt::format("{:02x}", digest[i]);
    return hex;
}

std::string to_text(absl::CivilSecond time)
{
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", time.year(), time.month(), time.day(), time.hour(),
                       time.minute(), time.second());
}

/// Parameters that say how a visitor came, not what the page is.
bool is_tracking(std::string_view parameter)
{
    auto const name = lower_ascii(parameter.substr(0, parameter.find('=')));
    static constexpr std::array<std::string_view, 8> names{"fbclid", "gclid",  "mc_cid",  "mc_eid",
                                                           "aff",    "igshid", "msclkid", "_ga"};
    return name.starts_with("utm_") || std::ranges::find(names, name) != names.end();
}

std::string address_of(Place const& place)
{
    std::vector<std::string> parts;
    for (auto const& part : {place.street, place.city, place.state, place.postal_code, place.country})
        if (!part.empty())
            parts.push_back(part);
    return join(parts, ", ");
}

}  // namespace

std::string canonical_url(std::string_view url)
{
    url = url.substr(0, url.find('#'));
    auto const scheme = url.find("://");
    if (scheme != std::string_view::npos)
        url.remove_prefix(scheme + 3);
    auto const query_at = std::min(url.find('?'), url.size());
    auto path = url.substr(0, query_at);
    while (path.ends_with('/'))
        path.remove_suffix(1);
    auto const host_end = std::min(path.find('/'), path.size());
    auto host = lower_ascii(path.substr(0, host_end));
    if (host.starts_with("www."))
        host.erase(0, 4);
    std::string key = host + std::string{path.substr(host_end)};
    if (query_at == url.size())
        return key;
    char mark = '?';
    for (auto const parameter : split(url.substr(query_at + 1), '&')) {
        if (parameter.empty() || is_tracking(parameter))
            continue;
        key += mark;
        key += parameter;
        mark = '&';
    }
    return key;
}

std::string series_key(Event const& event)
{
    return event.uid.empty() ? canonical_url(event.url) : event.uid;
}

std::unordered_set<std::string> shared_series_keys(std::span<Event const> events)
{
    std::unordered_map<std::string, std::string> name_of;
    std::unordered_set<std::string> shared;
    for (auto const& event : events) {
        auto key = series_key(event);
        if (key.empty())
            continue;
        auto name = fold(event.name);
        auto const [it, is_new] = name_of.try_emplace(key, name);
        if (!is_new && it->second != name)
            shared.insert(std::move(key));
    }
    return shared;
}

std::string identity_of(Event const& event)
{
    auto const name = fold(event.name);
    auto const start = to_text(event.when.start);
    auto const venue = fold(event.place.name);
    return hash_of(std::array<std::string_view, 4>{event.source, name, start, venue});
}

std::vector<std::pair<std::string_view, std::string>> content_fields(Event const& event)
{
    return {
        {"name", event.name},
        {"start", to_text(event.when.start)},
        {"end", event.when.has_end ? to_text(event.when.end) : ""},
        {"all day", event.when.all_day ? "yes" : ""},
        {"zone", event.when.zone},
        {"venue", event.place.name},
        {"address", address_of(event.place)},
        {"organizer", event.organizer},
        {"status", std::string{to_schema_org(event.status)}},
        {"sold out", event.sold_out ? "yes" : ""},
        {"cost", event.cost ? to_cost_cell(*event.cost) + " " + event.cost->currency : ""},
        {"categories", join(event.categories, ", ")},
        {"tags", join(event.tags, ", ")},
        {"url", event.url},
        {"image", event.image},
        {"description", event.description},
    };
}

std::string content_hash(Event const& event)
{
    auto const fields = content_fields(event);
    std::vector<std::string_view> parts;
    for (auto const& [name, value] : fields) {
        parts.push_back(name);
        parts.push_back(value);
    }
    return hash_of(parts);
}

std::vector<std::string> changed_fields(Event const& before, Event const& now)
{
    auto const old_fields = content_fields(before);
    auto const new_fields = content_fields(now);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < new_fields.size(); ++i)
        if (old_fields[i].second != new_fields[i].second)
            names.emplace_back(new_fields[i].first);
    return names;
}

}  // namespace almanac
