#pragma once

#include "read/field_reader.hpp"
#include "read/page_parts.hpp"
#include "read/places.hpp"
#include "read/reader.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// What kind of text a field holds: how one tells whether another place holds the same.
enum class Kind { date, money, link, text };

/// A page of a list as a recipe reads it: its items and what each says.
class Sheet {
public:
    Sheet(PageParts const& parts, ReadContext const& context) : m_parts(parts), m_context(context) {}

    /// Reads the page with a recipe anew.
    void read(Recipe const& recipe);
    /// Reads the fields anew, for the same items.
    void read_fields(std::vector<Field> const& fields, Format format);

    [[nodiscard]] std::vector<Scope> const& items() const { return m_items; }
    /// What the item says of a field; empty when nothing.
    [[nodiscard]] std::string value(std::size_t item, std::string_view field) const;
    [[nodiscard]] std::vector<std::string> values(std::string_view field) const;

    /// Whether a text is of the kind: a date that can be read, an address ...
    [[nodiscard]] bool is_good(Kind kind, std::string const& text) const;
    /// The share of texts that are; for names and links less where they do not differ.
    [[nodiscard]] double quality(std::string_view field, Kind kind) const;
    [[nodiscard]] double quality_of(std::vector<std::string> const& texts, std::string_view field, Kind kind) const;

    /// A text in a form in which the same on two pages is equal: a start, an address, folded words.
    [[nodiscard]] std::string normal(Kind kind, std::string const& text) const;
    [[nodiscard]] PageParts const& parts() const { return m_parts; }

private:
    PageParts const& m_parts;
    ReadContext const& m_context;
    std::vector<Scope> m_items;
    std::vector<Values> m_values;
};

/// The kind of a field by its name, else by what it held.
[[nodiscard]] Kind kind_of(std::string_view field, Sheet const& sheet);

}  // namespace almanac
