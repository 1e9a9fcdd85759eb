#pragma once

#include "config/toml.hpp"

#include <chrono>
#include <cstddef>
#include <limits>
#include <list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace almanac {

/// The keys that reading code asked for, with type, default and limits: gathered while it reads, so that "Keys: ..." in
/// messages and the JSON Schemas (docs/schema) cannot say anything else than the code does.
struct Shape {
    std::string key;
    std::vector<std::string>
        types;             ///< JSON Schema's words: "string", "integer", "number", "boolean", "array", "object"
    std::string fallback;  ///< default as JSON; empty when there is none
    std::vector<std::string> choices;
    double minimum = -std::numeric_limits<double>::infinity();
    double maximum = std::numeric_limits<double>::infinity();
    bool required = false;
    std::list<Shape> keys;  ///< of a table with known keys
    std::list<Shape> rest;  ///< at most one: of a list's items, or of the values of a table with free keys
};

struct Range {
    double minimum;
    double maximum;
};

class Table;

/// A value whose type the reading code decides on. Cheap to copy; lives as long as its document.
class Value {
public:
    [[nodiscard]] bool is(Node::Kind kind) const { return m_node->kind == kind; }
    [[nodiscard]] std::string const& key() const { return m_node->key; }
    [[nodiscard]] std::string const& text() const { return m_node->text; }
    [[nodiscard]] std::int64_t whole() const { return m_node->whole; }
    [[nodiscard]] double real() const { return m_node->real; }
    [[nodiscard]] bool boolean() const { return m_node->boolean; }

    [[nodiscard]] Position at() const { return m_document->at(*m_node); }
    [[nodiscard]] Position inside(std::size_t byte) const { return m_document->inside(*m_node, byte); }

    /// Values of a list; empty for anything else.
    [[nodiscard]] std::vector<Value> items() const;

    /// The table this is; a finding and an empty table for anything else.
    [[nodiscard]] Table table() const;

    /// "a string: \"90\"", for "must be ..., not ...".
    [[nodiscard]] std::string described() const;

private:
    friend class Table;
    Value(TomlDocument& document, Node& node, Shape& shape, Findings& findings)
        : m_document{&document}, m_node{&node}, m_shape{&shape}, m_findings{&findings}
    {
    }

    TomlDocument* m_document;
    Node* m_node;
    Shape* m_shape;
    Findings* m_findings;
};

/// A typed view on a table of a file. A `read` leaves its target (which holds the default) alone when the key is absent
/// or wrong, and adds a finding for the latter. Cheap to copy; lives as long as its document. A table that is absent
/// can be read as well: every key is absent then.
class Table {
public:
    Table(TomlDocument& document, Shape& shape, Findings& findings);

    void read(std::string_view key, std::string& target);
    void read(std::string_view key, std::optional<std::string>& target);
    void read(std::string_view key, bool& target);
    void read(std::string_view key, int& target, Range range);
    void read(std::string_view key, std::size_t& target, Range range);
    void read(std::string_view key, double& target, Range range);
    void read(std::string_view key, std::chrono::seconds& target, Range range);  ///< whole seconds
    void read(std::string_view key, std::vector<std::string>& target);
    void read(std::string_view key, std::map<std::string, std::string>& target);  ///< values: strings, whole numbers
    void read_choice(std::string_view key, std::string& target, std::span<std::string_view const> choices);

    /// A finding when the key is absent or an empty string.
    void require(std::string_view key);
    /// A finding when the key is an empty string.
    void refuse_empty(std::string_view key);

    /// A table under the key; absent when the file has none.
    [[nodiscard]] Table table(std::string_view key);
    /// [[key]]
    [[nodiscard]] std::vector<Table> tables(std::string_view key);
    /// [key.NAME] with free names, in the order of the file. Positions of the names: `at_key` of the table.
    [[nodiscard]] std::vector<std::pair<std::string, Table>> named_tables(std::string_view key);

    /// A value of any of these types (JSON Schema's words); a finding for another type.
    [[nodiscard]] std::optional<Value> value(std::string_view key, std::vector<std::string> types);
    /// All members of a table with free keys, of any of these types, in the order of the file.
    [[nodiscard]] std::vector<Value> values(std::vector<std::string> types);

    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] bool absent() const { return m_node == nullptr; }

    /// Of the table itself, of a key's value (the table when absent), of a key's name, of a byte within a text.
    [[nodiscard]] Position at() const;
    [[nodiscard]] Position at(std::string_view key) const;
    [[nodiscard]] Position at_key(std::string_view key) const;
    [[nodiscard]] Position inside(std::string_view key, std::size_t byte) const;

    void report(std::string_view key, std::string sentence);  ///< a finding at the key's value
    [[nodiscard]] Findings& findings() const { return *m_findings; }

private:
    friend class Value;
    Table(TomlDocument& document, Node* node, Shape& shape, Findings& findings);

    Node* find(std::string_view key) const;
    Shape& shape(std::string_view key, std::vector<std::string> types);
    Node* expect(std::string_view key, Shape const& shape);
    template <class Number>
    void read_number(std::string_view key, Number& target, Range range);

    TomlDocument* m_document;
    Node* m_node;
    Shape* m_shape;
    Findings* m_findings;
};

/// After everything was read: one finding for each key of the file that nobody asked for.
void report_unknown_keys(TomlDocument const& document, Shape const& shape, Findings& findings);

}  // namespace almanac
