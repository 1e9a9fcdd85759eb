#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace almanac {

/// An event the editor does not want: a pattern (RE2, unanchored, case ignored) on one field.
struct SkipRule {
    std::string field;  ///< "name", "venue", "description", "category", "url"
    std::string pattern;
    std::string reason;  ///< shown in the report; default "filtered by rule N"
};

/// What a page is: decides whether places on it are CSS selectors or JSON paths.
enum class Format { none, html, json };

/// A test on an item: HTML: a selector that finds something; JSON: "path", "path == text" or "path != text".
struct Condition {
    enum class Kind { present, equal, unequal };

    std::string select;
    Kind kind = Kind::present;
    std::string value;

    bool operator==(Condition const&) const = default;
};

/// One way to find a value (docs/recipes.md, "Fields"). Checked when it is read from the file.
struct Finder {
    enum class Pick { first, longest, all };
    enum class Take { usual, text, words, own_text, lines, html };

    std::optional<std::string> text;  ///< a template or constant instead of a place on the page
    std::string select;               ///< CSS selector or JSON path; empty: the item itself
    std::string attribute;            ///< HTML: of the selected element
    std::string inside;               ///< JSON: a CSS selector within the HTML that the path holds
    Pick pick = Pick::first;
    bool before = false;  ///< HTML: the nearest match that begins before the item, not one within it
    Take take = Take::usual;
    std::string match;                ///< RE2; a value that does not match is no value
    std::string give;                 ///< what a match becomes: "{1}, {name}"; empty: group 1, else the whole match
    std::optional<std::string> join;  ///< between several values; default by field
    std::optional<Condition> only_if;

    bool operator==(Finder const&) const = default;
};

/// A field of the event, or a value that templates name: the first way that finds something wins.
struct Field {
    std::string name;
    std::vector<Finder> ways;

    bool operator==(Field const&) const = default;
};

/// How pages are asked for; texts are templates (docs/recipes.md, "Addresses").
struct Asking {
    std::string url;
    std::string method = "GET";
    std::string body;
    std::string content_type;
    std::map<std::string, std::string> form;
    std::string inside;             ///< path or selector of the part of the answer that holds the page
    std::optional<int> first_page;  ///< of {page}; default: 2 where it goes on from a first page, else 1

    bool operator==(Asking const&) const = default;
};

/// A page that is asked for first, for values that addresses need.
struct Lookup {
    std::string page;  ///< default: the source's url; the list is asked for as `more` says then
    std::vector<Field> values;

    bool operator==(Lookup const&) const = default;
};

/// The event's own page.
struct Detail {
    Format format = Format::none;
    std::string page = "{url}";  ///< template of its address
    std::string inside;
    std::vector<std::string> if_missing;  ///< asked for only when the list lacks one of these fields; empty: always
    std::vector<Condition> skip_if;
    std::vector<Field> fields;  ///< in an order in which templates find their values

    bool operator==(Detail const&) const = default;
};

/// A set of values of which each is asked for: `each = { category = { Hikes = 1733 } }`.
struct Each {
    std::string name;
    std::vector<std::pair<std::string, std::string>> choices;  ///< label for fields, value for addresses

    bool operator==(Each const&) const = default;
};

/// Where things are on the pages of a source: [html] with CSS selectors or [json] with paths. Plain data; what it says
/// compiles (config/recipe_config.hpp saw to it).
struct Recipe {
    std::vector<Each> each;
    Format format = Format::none;  ///< of the list; `none`: another reader reads it, only `detail` counts
    std::string items;             ///< one match is one event; empty: the page is one event
    std::string inside;            ///< HTML in JSON (a path) or JSON in HTML (a selector)
    std::vector<std::pair<std::string, std::string>> repeat;  ///< name, place: one event for each match
    std::vector<Condition> skip_if;
    std::vector<Field> fields;                        ///< values too, in an order in which templates find their values
    std::optional<std::pair<double, double>> sun_at;  ///< degrees of "sunrise" for events that have none of their own
    Format paging = Format::none;                     ///< of `next`; may be there without a list
    std::string next;                                 ///< the link (or {next} token) of the following page
    std::string total;                                ///< how many items there are on all pages
    int first_page = 1;                               ///< of {page}
    int page_size = 0;                                ///< step of {offset}; 0: as many as the page before held
    std::optional<Asking> more;
    std::optional<Lookup> lookup;
    std::optional<Detail> detail;

    bool operator==(Recipe const&) const = default;
};

/// The fields of an event that a recipe can fill, sorted. Any other name is a value for templates.
[[nodiscard]] std::span<std::string_view const> event_fields();

/// Reads the short form: "longest p", "a@href", "all .tag", "{name}, {city}". `select_at` receives the byte where the
/// selector or path starts.
[[nodiscard]] Finder read_finder(std::string_view text, Format format, std::size_t* select_at = nullptr);

/// The place of a finder as it is read, without the words before it: "a@href".
[[nodiscard]] std::string short_form(Finder const& finder);

/// The same with the words before it: "all .tag", "longest p", "before h3".
[[nodiscard]] std::string in_words(Finder const& finder);

/// "38.9, -77.03": a latitude and longitude in degrees.
[[nodiscard]] std::optional<std::pair<double, double>> read_degrees(std::string_view text);

/// Reads "path", "path == text", "path != 'text'" (JSON) or a selector (HTML).
[[nodiscard]] Condition read_condition(std::string_view text, Format format);

/// Why a selector or path does not compile, and the byte where.
struct SelectProblem {
    std::size_t position = 0;
    std::string message;
};
[[nodiscard]] std::optional<SelectProblem> select_problem(std::string_view select, Format format);

}  // namespace almanac
