#pragma once

#include <cstddef>
#include <forward_list>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// One property (RFC 5545 section 3.5): views into the document, unfolded, otherwise as the file has it.
struct IcalProperty {
    std::string_view name;        ///< upper case
    std::string_view parameters;  ///< between name and colon: `TZID=America/New_York;VALUE=DATE`
    std::string_view value;       ///< still escaped
    std::size_t line = 0;         ///< 1-based, where it starts
};

/// BEGIN to END, whatever its name.
struct IcalComponent {
    std::string_view name;  ///< upper case
    std::size_t line = 0;   ///< of its BEGIN
    std::vector<IcalProperty> properties;
    std::vector<IcalComponent> children;
};

/// What is wrong with a file, and where.
struct IcalProblem {
    std::size_t line = 0;
    std::string message;
};

struct IcalLimits {
    std::size_t max_line_bytes = 1U << 20U;  ///< of an unfolded line; longer ones are left out
    std::size_t max_components = 100'000;    ///< reading stops there
    std::size_t max_depth = 16;              ///< deeper components are left out
    std::size_t max_problems = 100;          ///< further ones are not listed
};

/// The component trees of a file. Owns the text that they look into; moves, but does not copy.
class IcalDocument {
public:
    IcalDocument() = default;
    IcalDocument(IcalDocument&&) = default;
    IcalDocument& operator=(IcalDocument&&) = default;

    /// Top-level components in order: calendars, or bare events where a file has no VCALENDAR.
    [[nodiscard]] std::vector<IcalComponent> const& components() const { return m_components; }
    [[nodiscard]] std::vector<IcalProblem> const& problems() const { return m_problems; }

private:
    friend class IcalParser;
    std::vector<char> m_text;                    ///< a vector, as a moved string may leave its views behind
    std::forward_list<std::string> m_converted;  ///< texts that were not UTF-8
    std::vector<IcalComponent> m_components;
    std::vector<IcalProblem> m_problems;
};

/// Reads what calls itself iCalendar: any line ends, folds in the middle of a character, BOM, UTF-16 and other charsets
/// (`charset`: what the server said; may be empty), missing ENDs, raw line breaks in texts, lines that are no property.
/// A fault costs the line or component it is in, never the file. Never throws on what the bytes hold.
[[nodiscard]] IcalDocument parse_ical(std::string_view bytes, std::string_view charset = {},
                                      IcalLimits const& limits = {});

/// Whether the bytes (the first 64 KB) hold a line BEGIN:VCALENDAR or BEGIN:VEVENT.
[[nodiscard]] bool looks_like_ical(std::string_view bytes);

/// The first property of that name; nullptr when there is none.
[[nodiscard]] IcalProperty const* find_property(IcalComponent const& component, std::string_view name);

}  // namespace almanac
