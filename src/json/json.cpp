#include "json/json.hpp"

#include "json/json_text.hpp"
#include "json/mend.hpp"

#include <boost/json/kind.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parser.hpp>
#include <boost/json/storage_ptr.hpp>
#include <fmt/format.h>

namespace almanac {

namespace {

constexpr std::size_t max_depth = 64;

std::string_view view(boost::json::string_view text)
{
    return {text.data(), text.size()};
}

bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

}  // namespace

boost::json::value read_json(std::string_view text)
{
    boost::json::parse_options options;
    options.max_depth = max_depth;
    boost::json::parser parser{{}, options};
    // A document is read, walked and thrown away whole, so its nodes need no memory management of their own.
    parser.reset(boost::json::make_shared_resource<boost::json::monotonic_resource>());

    boost::json::error_code error;
    auto end = parser.write_some(text.data(), text.size(), error);
    while (!error && end < text.size() && is_blank(text[end]))
        ++end;
    if (!error && end < text.size())
        error = boost::json::error::extra_data;
    if (error)
        throw JsonError{fmt::format("{}: {}", describe_position(text, end), error.message())};
    return parser.release();
}

boost::json::value read_json_leniently(std::string_view text)
{
    try {
        return read_json(text);
    } catch (JsonError const& strict) {
        auto const mended = mend_json(text);
        try {
            return read_json(mended);
        } catch (JsonError const&) {
            throw strict;  // the mended text's positions would mean nothing to the reader
        }
    }
}

namespace {

/// Reads a path from left to right: names, "[...]" and dots.
class PathScanner {
public:
    explicit PathScanner(std::string_view text) : m_text(text) {}

    std::vector<JsonPath::Step> scan()
    {
        using Kind = JsonPath::Step::Kind;
        std::vector<JsonPath::Step> steps;
        while (m_at < m_text.size()) {
            if (m_text[m_at] == '[') {
                steps.push_back(bracket());
            } else {
                if (!steps.empty() && m_text[m_at++] != '.')
                    fail("a '.' or '[' is expected here");
                auto const name = m_text.substr(m_at, m_text.find_first_of(".[]", m_at) - m_at);
                if (name.empty())
                    fail("a name is missing here");
                m_at += name.size();
                if (name == "**")
                    steps.push_back({Kind::any_depth, {}, 0});
                else if (name == "*")
                    steps.push_back({Kind::every_member, {}, 0});
                else
                    steps.push_back({Kind::member, std::string{name}, 0});
            }
        }
        if (!steps.empty() && steps.back().kind == Kind::any_depth)
            fail("'**' needs a name after it");
        return steps;
    }

private:
    JsonPath::Step bracket()
    {
        using Kind = JsonPath::Step::Kind;
        auto const rest = m_text.substr(++m_at);
        if (!rest.empty() && (rest[0] == '\'' || rest[0] == '"')) {
            auto const close = rest.find(rest[0], 1);
            if (close == std::string_view::npos || close + 1 >= rest.size() || rest[close + 1] != ']')
                fail("the quoted name does not end with a quote and ']'");
            m_at += close + 2;
            auto const name = rest.substr(1, close - 1);
            if (name.size() > 1 && name.ends_with('*'))
                return {Kind::members, std::string{name.substr(0, name.size() - 1)}, 0};
            return {Kind::member, std::string{name}, 0};
        }
        auto const close = rest.find(']');
        if (close == std::string_view::npos)
            fail("']' is missing");
        std::size_t index = 0;
        for (char const c : rest.substr(0, close)) {
            if (c < '0' || c > '9' || close > 9)
                fail("only a number, a quoted name or nothing may stand between '[' and ']'");
            index = index * 10 + static_cast<std::size_t>(c - '0');
        }
        m_at += close + 1;
        return {close == 0 ? Kind::every_element : Kind::element, {}, index};
    }

    [[noreturn]] void fail(std::string_view why) const
    {
        throw JsonError{fmt::format("'{}' is not a path, column {}: {}", m_text, m_at + 1, why)};
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

using Found = std::vector<boost::json::value const*>;

void collect_below(boost::json::value const& value, Found& found, std::size_t depth = 0)
{
    found.push_back(&value);
    if (depth > max_depth)
        return;
    if (auto const* array = value.if_array()) {
        for (auto const& element : *array)
            collect_below(element, found, depth + 1);
    } else if (auto const* object = value.if_object()) {
        for (auto const& member : *object)
            collect_below(member.value(), found, depth + 1);
    }
}

void follow(JsonPath::Step const& step, boost::json::value const& value, Found& found)
{
    using Kind = JsonPath::Step::Kind;
    auto const* array = value.if_array();
    auto const* object = value.if_object();
    if (step.kind == Kind::any_depth) {
        collect_below(value, found);
    } else if (step.kind == Kind::member && object != nullptr) {
        if (auto const* member = object->if_contains(step.name))
            found.push_back(member);
    } else if (step.kind == Kind::members && object != nullptr) {
        for (auto const& member : *object)
            if (view(member.key()).starts_with(step.name))
                found.push_back(&member.value());
    } else if (step.kind == Kind::element && array != nullptr) {
        if (step.index < array->size())
            found.push_back(&(*array)[step.index]);
    } else if (step.kind == Kind::every_member && object != nullptr) {
        for (auto const& member : *object)
            found.push_back(&member.value());
    } else if (step.kind == Kind::every_element && array != nullptr) {
        for (auto const& element : *array)
            found.push_back(&element);
    } else if (step.kind == Kind::every_element && !value.is_null()) {
        found.push_back(&value);  // one where there can be many, as XML and JSON-LD have it
    }
}

}  // namespace

void add_member(boost::json::object& to, std::string_view name, boost::json::value what)
{
    auto [place, added] = to.emplace(name, nullptr);
    auto& member = place->value();
    if (added)
        member = std::move(what);
    else if (member.is_array())
        member.get_array().push_back(std::move(what));
    else
        member = boost::json::array{std::move(member), std::move(what)};
}

JsonPath compile_json_path(std::string_view text)
{
    JsonPath path;
    path.m_steps = PathScanner{text}.scan();
    return path;
}

std::vector<boost::json::value const*> select(boost::json::value const& value, JsonPath const& path)
{
    Found reached{&value};
    for (auto const& step : path.steps()) {
        Found next;
        for (auto const* from : reached)
            follow(step, *from, next);
        reached = std::move(next);
    }
    return reached;
}

std::string to_text(boost::json::value const& value)
{
    switch (value.kind()) {
    case boost::json::kind::string: return std::string{view(value.get_string())};
    case boost::json::kind::int64: return fmt::format("{}", value.get_int64());
    case boost::json::kind::uint64: return fmt::format("{}", value.get_uint64());
    case boost::json::kind::double_: return fmt::format("{}", value.get_double());
    case boost::json::kind::bool_: return value.get_bool() ? "true" : "false";
    default: return {};
    }
}

std::string member_text(boost::json::object const& object, std::string_view name)
{
    auto const* const found = object.if_contains(name);
    return found == nullptr ? std::string{} : to_text(*found);
}

}  // namespace almanac
