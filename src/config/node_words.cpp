#include "config/node_words.hpp"

#include "config/error.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace almanac {
namespace {

using Kind = Node::Kind;

std::string_view word_of(std::string_view type)
{
    if (type == "string")
        return "a string";
    if (type == "integer")
        return "a whole number";
    if (type == "number")
        return "a number";
    if (type == "boolean")
        return "true or false";
    if (type == "array")
        return "a list";
    return "a table";
}

}  // namespace

std::string words_of(std::vector<std::string> const& types)
{
    std::string words;
    for (std::size_t i = 0; i < types.size(); ++i) {
        words += i == 0 ? "" : i + 1 == types.size() ? " or " : ", ";
        words += word_of(types[i]);
    }
    return words;
}

bool is_of(Node const& node, std::string_view type)
{
    switch (node.kind) {
    case Kind::text: return type == "string";
    case Kind::whole: return type == "integer" || type == "number";
    case Kind::real: return type == "number";
    case Kind::boolean: return type == "boolean";
    case Kind::list: return type == "array";
    case Kind::table: return type == "object";
    case Kind::time: return false;
    }
    return false;
}

std::string describe(Node const& node)
{
    switch (node.kind) {
    case Kind::text: return "a string: " + in_quotes(node.text, '"');
    case Kind::whole: return fmt::format("a whole number: {}", node.whole);
    case Kind::real: return fmt::format("a number: {}", node.real);
    case Kind::boolean: return node.boolean ? "true" : "false";
    case Kind::time: return "a date or time";
    case Kind::list: return "a list";
    case Kind::table: return "a table";
    }
    return {};
}

std::string described_for(Node const& node, std::vector<std::string> const& types)
{
    bool const harmless = std::ranges::any_of(
        types, [](auto const& type) { return type == "integer" || type == "number" || type == "boolean"; });
    auto words = describe(node);
    if (!harmless)
        words = words.substr(0, words.find(':'));
    return words;
}

}  // namespace almanac
