#pragma once

#include "read/field_reader.hpp"
#include "read/sheet.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace almanac {

/// For each item of today's page, the item of the old page that is the same event.
using Same = std::vector<std::optional<std::size_t>>;

/// The events of an old page by what tells them apart: link and name. What several have alike tells nothing.
class KnownEvents {
public:
    explicit KnownEvents(Sheet const& old);

    [[nodiscard]] std::optional<std::size_t> by_link(std::string const& url) const { return find(m_links, url); }
    /// `text` is folded.
    [[nodiscard]] std::optional<std::size_t> by_name(std::string const& text) const { return find(m_names, text); }

    /// The old event that an item of another page is: one of its links or texts says so. `base`: of its links.
    [[nodiscard]] std::optional<std::size_t> of(Scope item, std::string const& base) const;
    [[nodiscard]] Same of(Sheet const& sheet) const;

private:
    using Index = std::map<std::string, std::optional<std::size_t>>;

    static void add(Index& index, std::string key, std::size_t event);
    static std::optional<std::size_t> find(Index const& index, std::string const& key);

    Index m_links;
    Index m_names;
};

}  // namespace almanac
