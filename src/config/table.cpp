#include "config/table.hpp"

#include "config/node_words.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace almanac {
namespace {

using Kind = Node::Kind;

[[nodiscard]] std::string to_json_text(std::string const& text)
{
    return text.empty() ? std::string{} : in_quotes(text, '"');
}

[[nodiscard]] bool in_range(double number, Range range)
{
    return std::isfinite(number) && number >= range.minimum && number <= range.maximum;
}

[[nodiscard]] std::string range_words(Range range)
{
    if (std::isinf(range.maximum))
        return fmt::format("at least {}", range.minimum);
    return fmt::format("from {} to {}", range.minimum, range.maximum);
}

Shape& rest_of(Shape& shape, std::vector<std::string> types)
{
    if (shape.rest.empty())
        shape.rest.emplace_back();
    for (auto& type : types)
        if (std::ranges::find(shape.rest.front().types, type) == shape.rest.front().types.end())
            shape.rest.front().types.push_back(std::move(type));
    return shape.rest.front();
}

/// A list that a message can hold: the first of many.
std::string join_some(std::vector<std::string> const& choices)
{
    constexpr std::size_t enough = 12;
    constexpr std::size_t shown = 8;
    if (choices.size() <= enough)
        return join(choices, ", ");
    return fmt::format("{} and {} more (docs/platforms.md)",
                       join(std::vector<std::string>(choices.begin(), choices.begin() + shown), ", "),
                       choices.size() - shown);
}

}  // namespace

std::vector<Value> Value::items() const
{
    std::vector<Value> values;
    if (m_node->kind == Kind::list)
        for (auto& item : m_node->items)
            values.push_back({*m_document, item, rest_of(*m_shape, {}), *m_findings});
    return values;
}

Table Value::table() const
{
    if (m_node->kind != Kind::table) {
        m_findings->add(at(), fmt::format("this must be a table, not {}", described_for(*m_node, {})));
        return {*m_document, nullptr, *m_shape, *m_findings};
    }
    return {*m_document, m_node, *m_shape, *m_findings};
}

std::string Value::described() const
{
    return describe(*m_node);
}

Table::Table(TomlDocument& document, Shape& shape, Findings& findings)
    : Table{document, document.blank ? nullptr : &document.root, shape, findings}
{
}

Table::Table(TomlDocument& document, Node* node, Shape& shape, Findings& findings)
    : m_document{&document}, m_node{node}, m_shape{&shape}, m_findings{&findings}
{
}

Node* Table::find(std::string_view key) const
{
    if (m_node == nullptr)
        return nullptr;
    auto const found = std::ranges::find(m_node->items, key, &Node::key);
    return found == m_node->items.end() ? nullptr : &*found;
}

Shape& Table::shape(std::string_view key, std::vector<std::string> types)
{
    auto found = std::ranges::find(m_shape->keys, key, &Shape::key);
    if (found == m_shape->keys.end()) {
        m_shape->keys.emplace_back().key = key;
        found = std::prev(m_shape->keys.end());
    }
    for (auto& type : types)
        if (std::ranges::find(found->types, type) == found->types.end())
            found->types.push_back(std::move(type));
    return *found;
}

Node* Table::expect(std::string_view key, Shape const& shape)
{
    auto* const node = find(key);
    if (node == nullptr)
        return nullptr;
    node->read = true;
    if (std::ranges::any_of(shape.types, [&](auto const& type) { return is_of(*node, type); }))
        return node;
    m_findings->add(m_document->at(*node), fmt::format("{} must be {}, not {}", in_quotes(key), words_of(shape.types),
                                                       described_for(*node, shape.types)));
    return nullptr;
}

void Table::read(std::string_view key, std::string& target)
{
    auto& known = shape(key, {"string"});
    known.fallback = to_json_text(target);
    if (auto const* node = expect(key, known))
        target = node->text;
}

void Table::read(std::string_view key, std::optional<std::string>& target)
{
    if (auto const* node = expect(key, shape(key, {"string"})))
        target = node->text;
}

void Table::read(std::string_view key, bool& target)
{
    auto& known = shape(key, {"boolean"});
    known.fallback = target ? "true" : "false";
    if (auto const* node = expect(key, known))
        target = node->boolean;
}

template <class Number>
void Table::read_number(std::string_view key, Number& target, Range range)
{
    auto& known = shape(key, {std::is_integral_v<Number> ? "integer" : "number"});
    known.fallback = fmt::format("{}", target);
    known.minimum = range.minimum;
    known.maximum = range.maximum;
    auto const* node = expect(key, known);
    if (node == nullptr)
        return;
    auto const number = [&] {
        if constexpr (std::is_integral_v<Number>)
            return node->whole;
        else
            return node->kind == Kind::whole ? static_cast<double>(node->whole) : node->real;
    }();
    if (in_range(static_cast<double>(number), range))
        target = static_cast<Number>(number);
    else
        report(key, fmt::format("{} must be {}, not {}", in_quotes(key), range_words(range), number));
}

void Table::read(std::string_view key, int& target, Range range)
{
    read_number(key, target, range);
}

void Table::read(std::string_view key, std::size_t& target, Range range)
{
    read_number(key, target, range);
}

void Table::read(std::string_view key, std::chrono::seconds& target, Range range)
{
    auto count = target.count();
    read_number(key, count, range);
    target = std::chrono::seconds{count};
}

void Table::read(std::string_view key, double& target, Range range)
{
    read_number(key, target, range);
}

void Table::read(std::string_view key, std::vector<std::string>& target)
{
    auto& known = shape(key, {"array"});
    rest_of(known, {"string"});
    auto const* node = expect(key, known);
    if (node == nullptr)
        return;
    target.clear();
    for (auto const& item : node->items) {
        if (item.kind == Kind::text)
            target.push_back(item.text);
        else
            m_findings->add(m_document->at(item), fmt::format("{} must be a list of strings, and this is {}",
                                                              in_quotes(key), described_for(item, {"integer"})));
    }
}

void Table::read(std::string_view key, std::map<std::string, std::string>& target)
{
    auto& known = shape(key, {"object"});
    rest_of(known, {"string", "integer"});
    auto* node = expect(key, known);
    if (node == nullptr)
        return;
    target.clear();
    for (auto& item : node->items) {
        item.read = true;
        if (item.kind == Kind::text)
            target[item.key] = item.text;
        else if (item.kind == Kind::whole)
            target[item.key] = fmt::format("{}", item.whole);
        else
            m_findings->add(m_document->at(item), fmt::format("{} in {} must be a string, not {}", in_quotes(item.key),
                                                              in_quotes(key), described_for(item, {"integer"})));
    }
}

void Table::read_choice(std::string_view key, std::string& target, std::span<std::string_view const> choices)
{
    auto& known = shape(key, {"string"});
    known.fallback = to_json_text(target);
    known.choices.assign(choices.begin(), choices.end());
    auto const* node = expect(key, known);
    if (node == nullptr)
        return;
    if (std::ranges::find(choices, node->text) != choices.end())
        target = node->text;
    else
        report(key, fmt::format("there is no {} {}{}. Choices: {}.", key, in_quotes(node->text),
                                did_you_mean(node->text, choices), join_some(known.choices)));
}

void Table::require(std::string_view key)
{
    auto& known = shape(key, {});
    known.required = true;
    if (find(key) == nullptr)
        m_findings->add(at(), fmt::format("{} is missing", in_quotes(key)));
    refuse_empty(key);
}

void Table::refuse_empty(std::string_view key)
{
    auto const* node = find(key);
    if (node != nullptr && node->kind == Kind::text && trim(node->text).empty())
        report(key, fmt::format("{} is empty", in_quotes(key)));
}

Table Table::table(std::string_view key)
{
    auto& known = shape(key, {"object"});
    return {*m_document, expect(key, known), known, *m_findings};
}

std::vector<Table> Table::tables(std::string_view key)
{
    auto& known = shape(key, {"array"});
    auto& item_shape = rest_of(known, {"object"});
    std::vector<Table> found;
    if (m_document->blank)
        found.push_back({*m_document, nullptr, item_shape, *m_findings});
    auto* node = find(key);
    if (node == nullptr)
        return found;
    node->read = true;
    if (node->kind != Kind::list) {
        report(key, fmt::format("{} must be a list of tables, each under [[{}]], not {}", in_quotes(key), key,
                                described_for(*node, known.types)));
        return found;
    }
    for (auto& item : node->items) {
        if (item.kind == Kind::table)
            found.push_back({*m_document, &item, item_shape, *m_findings});
        else
            m_findings->add(m_document->at(item), fmt::format("{} must be a list of tables, and this is {}",
                                                              in_quotes(key), described_for(item, known.types)));
    }
    return found;
}

std::vector<std::pair<std::string, Table>> Table::named_tables(std::string_view key)
{
    auto& known = shape(key, {"object"});
    auto& item_shape = rest_of(known, {"object"});
    std::vector<std::pair<std::string, Table>> found;
    if (m_document->blank)
        found.push_back({"name", {*m_document, nullptr, item_shape, *m_findings}});
    auto* node = expect(key, known);
    if (node == nullptr)
        return found;
    for (auto& item : node->items) {
        item.read = true;
        if (item.kind == Kind::table)
            found.push_back({item.key, {*m_document, &item, item_shape, *m_findings}});
        else
            m_findings->add(m_document->at(item), fmt::format("{} in {} must be a table, not {}", in_quotes(item.key),
                                                              in_quotes(key), described_for(item, known.types)));
    }
    return found;
}

std::optional<Value> Table::value(std::string_view key, std::vector<std::string> types)
{
    auto& known = shape(key, std::move(types));
    if (auto* node = expect(key, known))
        return Value{*m_document, *node, known, *m_findings};
    return std::nullopt;
}

std::vector<Value> Table::values(std::vector<std::string> types)
{
    auto& known = rest_of(*m_shape, std::move(types));
    std::vector<Value> found;
    if (m_node == nullptr)
        return found;
    for (auto& item : m_node->items) {
        item.read = true;
        if (std::ranges::any_of(known.types, [&](auto const& type) { return is_of(item, type); }))
            found.push_back({*m_document, item, known, *m_findings});
        else
            m_findings->add(m_document->at(item), fmt::format("{} must be {}, not {}", in_quotes(item.key),
                                                              words_of(known.types), described_for(item, known.types)));
    }
    return found;
}

bool Table::has(std::string_view key) const
{
    return find(key) != nullptr;
}

Position Table::at() const
{
    return m_node == nullptr ? Position{m_document->file} : m_document->at(*m_node);
}

Position Table::at(std::string_view key) const
{
    auto const* node = find(key);
    return node == nullptr ? at() : m_document->at(*node);
}

Position Table::at_key(std::string_view key) const
{
    auto const* node = find(key);
    return node == nullptr ? at() : m_document->at_key(*node);
}

Position Table::inside(std::string_view key, std::size_t byte) const
{
    auto const* node = find(key);
    return node == nullptr ? at() : m_document->inside(*node, byte);
}

void Table::report(std::string_view key, std::string sentence)
{
    m_findings->add(at(key), std::move(sentence));
}

}  // namespace almanac
