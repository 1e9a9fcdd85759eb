#pragma once

#include "read/field_reader.hpp"
#include "read/page_parts.hpp"
#include "read/reader.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace almanac {

/// What kind of text a field holds: how one tells whether another place holds the same.
enum class Kind { date, money, link, text, prose };

/// Pages as a recipe reads them: their items and what each says. The pages and the context outlive it.
class Sheet {
public:
    Sheet(std::vector<PageParts const*> pages, ReadContext const& context)
        : m_pages(std::move(pages)), m_context(context)
    {
    }

    /// Reads the pages with a recipe anew.
    void read(Recipe const& recipe);
    /// Reads the fields anew, for the same items.
    void read_fields(std::vector<Field> const& fields, Format format);
    /// The same items with other fields.
    [[nodiscard]] Sheet with_fields(std::vector<Field> const& fields, Format format) const;

    [[nodiscard]] std::vector<Scope> const& items() const { return m_items; }
    [[nodiscard]] std::vector<PageParts const*> const& pages() const { return m_pages; }
    /// What links of the item are relative to.
    [[nodiscard]] std::string const& base(std::size_t item) const { return m_pages[m_page_of[item]]->base(); }
    /// What the item says of a field; empty when nothing. Links are whole addresses.
    [[nodiscard]] std::string value(std::size_t item, std::string_view field) const;
    [[nodiscard]] std::vector<std::string> values(std::string_view field) const;
    /// What the items would say if the field were read in this way.
    [[nodiscard]] std::vector<std::string> texts_at(Finder const& finder, std::string const& field,
                                                    Format format) const;

    /// The share of texts that are of the kind: dates that can be read, addresses ... For names and links less where
    /// they do not differ.
    [[nodiscard]] double quality(std::string_view field, Kind kind) const;
    [[nodiscard]] double quality_of(std::vector<std::string> const& texts, std::string_view field, Kind kind) const;

    /// A text in a form in which the same on two pages is equal: a start, an address, folded words. Empty when it is
    /// not of the kind.
    [[nodiscard]] std::string normal(Kind kind, std::string const& text) const;

private:
    std::vector<PageParts const*> m_pages;
    ReadContext const& m_context;
    std::vector<Scope> m_items;
    std::vector<std::size_t> m_page_of;  ///< of each item
    std::vector<Values> m_values;
};

/// The kind of a field by its name, else by what it held.
[[nodiscard]] Kind kind_of(std::string_view field, Sheet const& sheet);

}  // namespace almanac
