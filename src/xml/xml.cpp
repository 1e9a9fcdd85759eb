#include "xml/xml.hpp"

#include "json/json.hpp"
#include "text/text.hpp"

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <expat.h>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

namespace almanac {
namespace {

using boost::json::object;
using boost::json::value;

constexpr std::size_t max_depth = 64;

/// Builds the values while the parser reports elements.
class Builder {
public:
    explicit Builder(XML_Parser parser) : m_parser(parser) { m_open.emplace_back(); }

    void start(std::string_view name, char const* const* attributes)
    {
        if (m_open.size() > max_depth)
            return refuse(fmt::format("elements are nested deeper than {}", max_depth));
        auto& element = m_open.emplace_back();
        element.name = name;
        for (; *attributes != nullptr; attributes += 2)
            add_member(element.members, fmt::format("@{}", attributes[0]), value(attributes[1]));
    }

    void end()
    {
        auto element = std::move(m_open.back());
        m_open.pop_back();
        auto const text = trim(element.text);
        if (element.members.empty())
            return add_member(m_open.back().members, element.name, value(text));
        if (!text.empty())
            add_member(element.members, "#text", value(text));
        add_member(m_open.back().members, element.name, value(std::move(element.members)));
    }

    void text(std::string_view part) { m_open.back().text += part; }

    void refuse(std::string why)
    {
        m_refusal = std::move(why);
        XML_StopParser(m_parser, XML_FALSE);
    }

    XmlReading finish(bool complete)
    {
        XmlReading reading;
        if (!complete) {
            auto const why = m_refusal.empty() ? XML_ErrorString(XML_GetErrorCode(m_parser)) : m_refusal;
            reading.problem = fmt::format("line {}, column {}: {}", XML_GetCurrentLineNumber(m_parser),
                                          XML_GetCurrentColumnNumber(m_parser) + 1, why);
        }
        while (m_open.size() > 1)
            end();
        reading.value = std::move(m_open.back().members);
        return reading;
    }

private:
    struct Open {
        std::string name;
        object members;
        std::string text;
    };

    XML_Parser m_parser;
    std::vector<Open> m_open;
    std::string m_refusal;
};

Builder& builder(void* data)
{
    return *static_cast<Builder*>(data);
}

}  // namespace

XmlReading read_xml(std::string_view utf8)
{
    utf8.remove_prefix(std::min(utf8.find_first_not_of(" \t\r\n"), utf8.size()));  // feeds begin with empty lines
    if (utf8.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        return {object{}, "line 1, column 1: it is longer than 2 GB"};
    std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> const parser{XML_ParserCreate("UTF-8"),
                                                                              XML_ParserFree};
    Builder to{parser.get()};
    XML_SetUserData(parser.get(), &to);
    XML_SetElementHandler(
        parser.get(),
        [](void* data, char const* name, char const** attributes) { builder(data).start(name, attributes); },
        [](void* data, char const*) { builder(data).end(); });
    XML_SetCharacterDataHandler(parser.get(), [](void* data, char const* text, int size) {
        builder(data).text({text, static_cast<std::size_t>(size)});
    });
    XML_SetEntityDeclHandler(parser.get(),
                             [](void* data, char const*, int, char const*, int, char const*, char const*, char const*,
                                char const*) { builder(data).refuse("it declares entities"); });
    auto const status = XML_Parse(parser.get(), utf8.data(), static_cast<int>(utf8.size()), XML_TRUE);
    return to.finish(status == XML_STATUS_OK);
}

bool looks_like_xml(std::string_view text)
{
    constexpr std::size_t enough = 2048;
    auto start = trim(text.substr(0, enough));
    if (start.starts_with("\xEF\xBB\xBF"))
        start.remove_prefix(3);
    bool const says_so = start.starts_with("<?xml");
    while (start.starts_with("<?") || start.starts_with("<!")) {
        bool const comment = start.starts_with("<!--");
        auto const end = start.find(comment ? "-->" : ">");
        start = end == std::string_view::npos ? "" : trim(start.substr(end + (comment ? 3 : 1)));
    }
    auto const root = lower_ascii(start.substr(0, std::min(start.find_first_of(" \t\r\n/>"), start.size())));
    constexpr std::string_view feeds[] = {"<rss", "<feed", "<rdf:rdf", "<icalendar"};
    return root != "<html" && root.size() > 1 && (says_so || std::ranges::find(feeds, root) != std::end(feeds));
}

}  // namespace almanac
