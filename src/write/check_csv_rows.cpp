#include "write/check_csv_rows.hpp"

#include "event/names.hpp"
#include "text/text.hpp"
#include "time/zone.hpp"
#include "write/importer_time.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <map>

namespace almanac {
namespace {

constexpr std::array<std::string_view, 6> flag_keys = {"event_all_day", "event_hide",          "event_sticky",
                                                       "feature_event", "event_show_map_link", "event_show_map"};

bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// What PHP takes for a number is an id for the importer.
bool is_number(std::string const& text)
{
    static RE2 const number{R"(\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*|[\d\s]+)"};
    return RE2::FullMatch(text, number);
}

/// Checks one row; knows the header's keys.
class RowChecker {
public:
    RowChecker(CsvRowCheck const& check) : m_check(check)
    {
        for (std::size_t i = 0; i < check.headers.size(); ++i)
            m_at[header_key(check.headers[i])] = i;
    }

    void check(CsvRow const& row)
    {
        m_row = &row;
        check_cells();
        switch (m_check.kind) {
        case CsvKind::events: check_event(); break;
        case CsvKind::venues: check_name("venue_name"); break;
        case CsvKind::organizers: check_organizer_name(); break;
        }
    }

private:
    [[nodiscard]] std::string const& cell(std::string const& key) const
    {
        static std::string const none;
        auto const found = m_at.find(key);
        return found == m_at.end() || found->second >= m_row->cells.size() ? none : m_row->cells[found->second];
    }

    void report(std::string const& key, Level level, std::string sentence, std::string cure) const
    {
        auto const found = m_at.find(key);
        m_check.report({m_row->line, found == m_at.end() ? std::string{} : m_check.headers[found->second], level,
                        std::move(sentence), std::move(cure)});
    }

    /// What holds for every cell.
    void check_cells() const
    {
        if (m_row->cells.size() != m_check.headers.size())
            report("", Level::warning,
                   fmt::format("The row has {} cells, the header {}.", m_row->cells.size(), m_check.headers.size()),
                   "Look for a quote or a comma too many.");
        auto const count = std::min(m_row->cells.size(), m_check.headers.size());
        for (std::size_t i = 0; i < count; ++i) {
            auto const key = header_key(m_check.headers[i]);
            auto const& text = m_row->cells[i];
            if (text.find('\\') != std::string::npos)
                report(key, Level::error,
                       "WordPress removes backslashes; a name that has lost one is never found again.",
                       "Write / or &#92; instead.");
            check_markup(key, text);
        }
    }

    void check_markup(std::string const& key, std::string const& text) const
    {
        // RE2 has no look-ahead: tags are taken out, what is left must hold no "<".
        static RE2 const tag{R"(</?[A-Za-z][^<>]*>)"};
        static RE2 const dropped{R"((?i)<(script|style|iframe)\b)"};
        if (text.find('<') == std::string::npos)
            return;
        std::string name;
        if (RE2::PartialMatch(text, dropped, &name))
            report(key, Level::error, fmt::format("WordPress drops <{}> but keeps the text in it.", lower_ascii(name)),
                   "Remove it.");
        bool const html = key.ends_with("_description") || key == "event_excerpt";
        auto rest = text;
        if (html)
            RE2::GlobalReplace(&rest, tag, "");
        if (rest.find('<') != std::string::npos)
            report(key, Level::error, "WordPress takes what follows '<' for a tag and drops it.",
                   "Write &lt; instead.");
    }

    /// The name of a venue or organizer, in its own file.
    void check_name(std::string const& key)
    {
        auto const& name = cell(key);
        if (trim(name).empty()) {
            report(key, Level::error, "The name is missing: the importer says \"Missing required fields\".",
                   "Give it one, or remove the row.");
            return;
        }
        check_link(key, name);
        if (!is_venue_name(name) && m_check.kind == CsvKind::venues)
            report(key, Level::warning, fmt::format("'{}' names no place.", name), "Remove the row.");
        if (auto const [seen, is_new] = m_seen.emplace(collation_key(name), m_row->line); !is_new)
            report(
                key, Level::error,
                fmt::format("Line {} has the same name: WordPress makes one of both, the last one wins.", seen->second),
                "Keep one of them, or tell them apart by name.");
    }

    void check_organizer_name()
    {
        check_name("organizer_name");
        auto const& name = cell("organizer_name");
        if (name.find(',') != std::string::npos)
            report("organizer_name", Level::warning,
                   "Events name their organizers in a list divided by commas: a name with a comma may not be found.",
                   "Write it without commas.");
    }

    /// Whether a name can be found by the importer.
    void check_link(std::string const& key, std::string const& name) const
    {
        if (is_space(name.front()) || is_space(name.back()) || name != collapse_spaces(name))
            report(key, Level::error, fmt::format("'{}' has spaces too many: the importer does not find it.", name),
                   "Remove spaces at both ends and double ones.");
        else if (is_number(name))
            report(key, Level::error, fmt::format("'{}' is a number, which the importer takes for a post's id.", name),
                   "Put a word before it.");
    }

    void check_event()
    {
        if (trim(cell("event_name")).empty()) {
            report("event_name", Level::error,
                   "The name is missing: the importer skips the row, \"Missing required fields\".", "Give it one.");
            return;
        }
        for (auto const key : flag_keys)
            check_flag(std::string{key});
        check_when();
        check_zone();
        check_venue();
        check_organizers();
        check_list("event_category");
        check_url("event_website");
        check_url("featured_image");
    }

    void check_flag(std::string const& key) const
    {
        static RE2 const known{R"((?i)|yes|true|1|no|false|0)"};
        if (!RE2::FullMatch(cell(key), known))
            report(key, Level::error, fmt::format("'{}' is taken for no.", cell(key)), "Write TRUE or FALSE.");
    }

    template <class T>
    std::optional<T> read(std::string const& key, ImporterReading<T> const& reading) const
    {
        if (!reading.problem.empty())
            report(key, Level::error, reading.problem, reading.cure);
        return reading.value;
    }

    void check_when()
    {
        static RE2 const yes{R"((?i)yes|true|1)"};
        bool const all_day = RE2::FullMatch(cell("event_all_day"), yes);
        auto const start_day = read("event_start_date", read_importer_date(cell("event_start_date")));
        auto const start_time = read("event_start_time", read_importer_time(cell("event_start_time")));
        auto const end_day = read("event_end_date", read_importer_date(cell("event_end_date")));
        auto const end_time = read("event_end_time", read_importer_time(cell("event_end_time")));
        auto const has = [&](std::string const& key) { return !trim(cell(key)).empty(); };

        if (!has("event_start_date")) {
            report("event_start_date", Level::error,
                   "The start date is missing: the importer skips the row, \"Missing required fields\".",
                   "Give it one.");
            return;
        }
        if (!all_day && !has("event_start_time"))
            report("event_start_time", Level::error, "Without a start time the event lasts from 00:00 to 00:00.",
                   "Give it one, or write TRUE into Event All Day.");
        if (!has("event_end_date"))
            report("event_end_date", Level::error,
                   has("event_end_time") ? "Without an end date the end time is lost."
                                         : "Without an end the event ends "
                                           "when it starts.",
                   "Write the end date.");
        else if (!all_day && !has("event_end_time"))
            report("event_end_time", Level::error, "Without an end time the event ends at 00:00, or when it starts.",
                   "Write the end time.");
        if (!start_day)
            return;
        auto const minutes = [](absl::CivilDay day, int minute) { return absl::CivilMinute{day} + minute; };
        auto const start = minutes(*start_day, all_day ? 0 : start_time.value_or(0));
        if (end_day && (all_day || (end_time && start_time))) {
            auto const end = minutes(*end_day, all_day ? 0 : *end_time);
            if (end < start)
                report("event_end_date", Level::error, "The end is before the start: the event ends when it starts.",
                       *end_day == *start_day ? "An event that ends after midnight has the next day's date here."
                                              : "Correct the end.");
        }
        check_duplicate(start);
    }

    void check_duplicate(absl::CivilMinute start)
    {
        auto const key = absl::FormatCivilTime(start) + collation_key(trim(cell("event_name")));
        if (auto const [seen, is_new] = m_seen.emplace(key, m_row->line); !is_new)
            report("event_name", Level::error,
                   fmt::format("Line {} has the same name and start: one of both is lost at the next import.",
                               seen->second),
                   "Tell them apart by name, for example with the venue.");
    }

    void check_zone() const
    {
        auto const& zone = cell("event_timezone");
        if (zone.empty())
            report("event_timezone", Level::warning, "Without a time zone the site's is taken.",
                   "Write one, like America/New_York.");
        else if (!is_importer_zone(zone)) {
            auto const near = nearest_zone(zone);
            report("event_timezone", Level::error,
                   fmt::format("There is no time zone '{}': the site's is taken silently.", zone),
                   near.empty() ? "Write one, like America/New_York." : fmt::format("Did you mean {}?", near));
        }
    }

    void check_venue() const
    {
        auto const& venue = cell("event_venue_name");
        if (venue.empty() || venue == no_venue)
            return;
        check_link("event_venue_name", venue);
        if (m_check.venues != nullptr && !m_check.venues->contains(collation_key(venue)))
            report("event_venue_name", Level::error,
                   fmt::format("The venues file has no '{}': the event gets no venue, silently.", venue),
                   "Add the venue, spelled the same.");
    }

    void check_organizers() const
    {
        auto const& list = cell("event_organizer_name");
        if (list.empty())
            return;
        auto const pieces = split(list, ',');
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            auto const piece = std::string{trim(pieces[i])};
            if (is_number(piece))
                report("event_organizer_name", Level::error,
                       fmt::format("'{}' is a number, which the importer takes for a post's id.", piece),
                       "Put a word before it.");
            if (m_check.organizers == nullptr || m_check.organizers->contains(collation_key(piece)))
                continue;
            // The importer tries a piece that it does not know together with the next one, once.
            auto const joined = i + 1 < pieces.size() ? piece + ", " + std::string{trim(pieces[i + 1])} : std::string{};
            if (!joined.empty() && m_check.organizers->contains(collation_key(joined))) {
                ++i;
                continue;
            }
            report("event_organizer_name", Level::error,
                   fmt::format("The organizers file has no '{}': it is dropped silently.", piece),
                   "Add the organizer, spelled the same and without commas.");
        }
        if (m_check.organizers == nullptr && pieces.size() > 1)
            report("event_organizer_name", Level::warning,
                   fmt::format("The commas make {} organizers of this.", pieces.size()),
                   "If it is one name, write it without commas.");
    }

    void check_list(std::string const& key) const
    {
        if (cell(key).empty())
            return;
        for (auto const name : split(cell(key), ','))
            if (is_number(std::string{name}))
                report(key, Level::error,
                       fmt::format("'{}' is a number, which the importer takes for a category's id.", trim(name)),
                       "Put a word before it.");
    }

    void check_url(std::string const& key) const
    {
        auto const& url = cell(key);
        auto const low = lower_ascii(std::string_view{url}.substr(0, 8));
        bool const image_id = key == "featured_image" && is_number(url);
        if (!url.empty() && !image_id && !low.starts_with("http://") && !low.starts_with("https://"))
            report(key, Level::warning, fmt::format("'{}' is no web address; it is stored as it is.", url),
                   "Begin it with https://");
    }

    CsvRowCheck const& m_check;
    std::map<std::string, std::size_t> m_at;
    std::map<std::string, std::size_t> m_seen;  ///< line of a name, or of a name and start
    CsvRow const* m_row = nullptr;
};

}  // namespace

std::string collation_key(std::string_view name)
{
    // What name_key() leaves out counts for the database: punctuation, and symbols beyond the basic plane (emoji).
    auto key = name_key(name) + '\n';
    bool in_symbol = false;
    for (char const c : name) {
        auto const byte = static_cast<unsigned char>(c);
        in_symbol = byte >= 0xF0 || (in_symbol && byte >= 0x80 && byte < 0xC0);
        bool const punctuation = byte > 0x20 && byte < 0x7F && !is_letter_or_digit(c);
        if (in_symbol || punctuation)
            key += c;
    }
    return key;
}

std::string header_key(std::string_view header)
{
    std::string key;
    for (char const c : lower_ascii(trim(header))) {
        if (is_space(c))
            key += '_';
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')
            key += c;
    }
    return key;
}

void check_csv_rows(std::vector<CsvRow> const& rows, CsvRowCheck const& check)
{
    RowChecker checker{check};
    for (std::size_t i = 1; i < rows.size(); ++i)
        checker.check(rows[i]);
}

}  // namespace almanac
