#include "config/toml.hpp"

#include "text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

#define TOML_MAX_NESTED_VALUES 16
#define TOML_ENABLE_FORMATTERS 0
// One of the library's assertions is wrong: "[=]" would end a debug build before the error is reported.
#define TOML_ASSERT(condition) static_assert(true)
#include <toml++/toml.h>

namespace almanac {
namespace {

constexpr int max_dots = 16;
constexpr std::size_t max_lines = 20'000;

[[nodiscard]] bool is_continuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

[[nodiscard]] Position position_of_byte(TomlDocument const& document, std::size_t byte)
{
    std::string_view const before = std::string_view{document.text}.substr(0, byte);
    auto const line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    return {document.file, static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1,
            static_cast<std::size_t>(
                std::ranges::count_if(before.substr(line_start), [](char c) { return !is_continuation(c); })) +
                1};
}

[[nodiscard]] std::size_t byte_of(std::string_view text, std::size_t line, std::size_t column)
{
    std::size_t byte = 0;
    for (; line > 1; --line) {
        byte = text.find('\n', byte);
        if (byte == std::string_view::npos)
            return text.size();
        ++byte;
    }
    for (; column > 1 && byte < text.size(); --column)
        do
            ++byte;
        while (byte < text.size() && is_continuation(text[byte]));
    return byte;
}

/// The byte after the string that starts at `start`.
[[nodiscard]] std::size_t after_string(std::string_view text, std::size_t start)
{
    char const quote = text[start];
    bool const triple = text.substr(start, 3) == std::string(3, quote);
    for (auto i = start + (triple ? 3 : 1); i < text.size(); ++i) {
        if (text[i] == '\\' && quote == '"')
            ++i;
        else if (text[i] == '\n' && !triple)
            return i;
        else if (text[i] == quote && (!triple || text.substr(i, 3) == std::string(3, quote)))
            return i + (triple ? 3 : 1);
    }
    return text.size();
}

/// The byte after the value that starts at `start`: a string, a list or inline table, or a bare word.
[[nodiscard]] std::size_t after_value(std::string_view text, std::size_t start)
{
    int depth = 0;
    for (auto i = start; i < text.size();) {
        char const c = text[i];
        if (c == '"' || c == '\'') {
            i = after_string(text, i);
        } else if (c == '#') {
            if (depth == 0)
                return i;
            i = std::min(text.find('\n', i), text.size());
            continue;
        } else {
            if (depth == 0 && std::string_view{" \t\r\n,]}"}.find(c) != std::string_view::npos)
                return i;
            depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
            ++i;
        }
        if (depth == 0 && i > start && std::string_view{"\"']}"}.find(text[i - 1]) != std::string_view::npos)
            return i;
    }
    return text.size();
}

/// The library limits nested values but neither the depth of dotted keys, which become nested tables that are
/// destroyed by recursion, nor the number of tables, which it searches one by one. Returns what is too much, and where.
[[nodiscard]] std::optional<Finding> find_excess(TomlDocument const& document)
{
    std::string_view const text = document.text;
    int dots = 0;
    std::size_t lines = 0;
    for (std::size_t i = 0; i < text.size();) {
        char const c = text[i];
        if (c == '"' || c == '\'') {
            i = after_string(text, i);
            continue;
        }
        if (c == '#') {
            i = std::min(text.find('\n', i), text.size());
            continue;
        }
        if (c == '.' && ++dots > max_dots)
            return Finding{position_of_byte(document, i), fmt::format("a key has more than {} dots", max_dots)};
        if (c == '\n' && ++lines > max_lines)
            return Finding{position_of_byte(document, i), fmt::format("the file has more than {} lines", max_lines)};
        if (std::string_view{"\n=,[]{}"}.find(c) != std::string_view::npos)
            dots = 0;
        ++i;
    }
    return std::nullopt;
}

void place(Node& node, toml::source_region const& source)
{
    node.line = source.begin.line;
    node.column = source.begin.column;
}

/// Recursion is bounded: nested values and dotted keys are.
[[nodiscard]] Node to_node(toml::node const& from)
{
    Node node;
    place(node, from.source());
    if (auto const* text = from.as_string()) {
        node.kind = Node::Kind::text;
        node.text = text->get();
    } else if (auto const* whole = from.as_integer()) {
        node.kind = Node::Kind::whole;
        node.whole = whole->get();
    } else if (auto const* real = from.as_floating_point()) {
        node.kind = Node::Kind::real;
        node.real = real->get();
    } else if (auto const* boolean = from.as_boolean()) {
        node.kind = Node::Kind::boolean;
        node.boolean = boolean->get();
    } else if (auto const* list = from.as_array()) {
        node.kind = Node::Kind::list;
        for (auto const& item : *list)
            node.items.push_back(to_node(item));
    } else if (auto const* table = from.as_table()) {
        for (auto const& [key, value] : *table) {
            auto& item = node.items.emplace_back(to_node(value));
            item.key = key.str();
            item.key_line = key.source().begin.line;
            item.key_column = key.source().begin.column;
        }
        std::ranges::stable_sort(node.items, {}, [](Node const& n) { return std::pair{n.key_line, n.key_column}; });
    } else {
        node.kind = Node::Kind::time;
    }
    return node;
}

/// "Error while parsing key-value pair: cannot redefine existing string 'name'" in the words of our messages.
[[nodiscard]] Finding explain(toml::parse_error const& error, TomlDocument const& document)
{
    Position position{document.file, error.source().begin.line, error.source().begin.column};
    std::string_view what = error.description();
    if (auto const colon = what.find(": "); what.starts_with("Error while parsing ") && colon != what.npos)
        what.remove_prefix(colon + 2);
    if (what.starts_with("cannot redefine existing ")) {
        // The library points behind the "="; the key starts the line unless the table is an inline one.
        auto const start = byte_of(document.text, position.line, 1);
        auto const first = document.text.find_first_not_of(" \t", start);
        auto const quote = what.find('\'');
        auto const name =
            quote == what.npos ? std::string_view{} : what.substr(quote + 1, what.find('\'', quote + 1) - quote - 1);
        if (first != std::string::npos && std::string_view{document.text}.substr(first).starts_with(name))
            position = position_of_byte(document, first);
        return {position, name.empty() ? std::string{"this key is set twice"}
                                       : fmt::format("{} is set twice; the first stands above", in_quotes(name))};
    }
    if (what.find("TOML_MAX_NESTED_VALUES") != what.npos)
        return {position, fmt::format("values are nested more than {} deep", TOML_MAX_NESTED_VALUES)};
    // What a forgotten quote looks like to the library.
    if (what.starts_with("unescaped control characters"))
        what = "the string has no closing quote on its line, or holds a control character";
    return {position, fmt::format("not TOML: {}", what)};
}

}  // namespace

Position TomlDocument::inside(Node const& node, std::size_t byte) const
{
    std::string_view const raw = text;
    auto i = byte_of(raw, node.line, node.column);
    if (node.kind != Node::Kind::text || i >= raw.size() || (raw[i] != '"' && raw[i] != '\''))
        return at(node);
    bool const escapes = raw[i] == '"';
    bool const triple = raw.substr(i, 3) == std::string(3, raw[i]);
    i += triple ? 3 : 1;
    if (triple && raw.substr(i, 2) == "\r\n")
        i += 2;
    else if (triple && raw.substr(i, 1) == "\n")
        i += 1;
    for (std::size_t decoded = 0; i < raw.size();) {
        if (escapes && raw[i] == '\\' && i + 1 < raw.size()) {
            char const kind = raw[i + 1];
            if (triple && (kind == '\n' || kind == '\r' || kind == ' ' || kind == '\t')) {
                i = std::min(raw.find_first_not_of(" \t\r\n", i + 1), raw.size());
                continue;
            }
            if (decoded >= byte)
                break;
            std::size_t const digits = kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
            unsigned long code = 0;
            for (char const digit : raw.substr(i + 2, digits))
                code = code * 16 + static_cast<unsigned long>(digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
            decoded += digits == 0 || code < 0x80 ? 1U : code < 0x800 ? 2U : code < 0x10000 ? 3U : 4U;
            i += 2 + digits;
            continue;
        }
        if (decoded >= byte)
            break;
        ++decoded;
        ++i;
    }
    return position_of_byte(*this, i);
}

Node const* find_node(Node const& root, std::vector<std::string> const& path)
{
    auto const* node = &root;
    for (auto const& step : path) {
        auto const is_number = node->kind == Node::Kind::list;
        Node const* next = nullptr;
        for (std::size_t i = 0; i < node->items.size(); ++i)
            if (is_number ? std::to_string(i) == step : node->items[i].key == step)
                next = &node->items[i];
        if (next == nullptr)
            return nullptr;
        node = next;
    }
    return node;
}

std::optional<std::string> with_value(TomlDocument const& document, std::vector<std::string> const& path,
                                      std::string_view value)
{
    auto const* node = find_node(document.root, path);
    if (node == nullptr)
        return std::nullopt;
    auto const start = byte_of(document.text, node->line, node->column);
    return document.text.substr(0, start) + std::string{value} +
           document.text.substr(after_value(document.text, start));
}

std::optional<TomlDocument> parse_toml(std::string_view text, std::string const& file, Findings& findings)
{
    if (text.size() > max_toml_bytes) {
        findings.add({file}, "the file has more than 1 MB; no configuration has");
        return std::nullopt;
    }
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    TomlDocument document{file, std::string{text}, {}};
    for (std::size_t i = ascii_prefix(text); i < text.size();) {
        auto const point = decode_utf8(text, i);
        if (!point.valid) {
            findings.add(position_of_byte(document, i), "this is no UTF-8; save the file in that encoding");
            return std::nullopt;
        }
        i += point.size;
    }
    if (auto excess = find_excess(document)) {
        findings.add(excess->position, excess->sentence);
        return std::nullopt;
    }
    try {
        document.root = to_node(toml::parse(document.text, file));
        document.root.line = document.root.column = 1;
        return document;
    } catch (toml::parse_error const& error) {
        auto finding = explain(error, document);
        findings.add(std::move(finding.position), std::move(finding.sentence));
        return std::nullopt;
    }
}

std::string toml_string(std::string_view text)
{
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
    return out + '"';
}

}  // namespace almanac
