#pragma once

#include "fetch/fetcher.hpp"
#include "html/document.hpp"
#include "read/field_reader.hpp"
#include "read/recipe.hpp"

#include <boost/json/value.hpp>

#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// A page parsed into what a recipe reads: itself, or the parts of it that `inside` names (HTML within JSON, JSON
/// within HTML). Owns the trees that its scopes stand on.
class PageParts {
public:
    PageParts(Page const& page, Format format, std::string const& inside);
    PageParts(PageParts const&) = delete;
    PageParts& operator=(PageParts const&) = delete;
    ~PageParts();

    [[nodiscard]] std::vector<Scope> const& scopes() const { return m_scopes; }
    /// Why there are none, or fewer than there should be: a full sentence; empty when fine.
    [[nodiscard]] std::string const& problem() const { return m_problem; }
    /// What links are relative to: <base href>, else the page's address.
    [[nodiscard]] std::string const& base() const { return m_base; }

private:
    void take_html(std::string_view bytes, std::string_view content_type, std::string const& inside);
    void take_json(std::string const& text, std::string const& inside);
    void add_json(std::string const& text);

    void add_html(Element top);

    std::list<Document> m_documents;
    std::list<PageMatches> m_matches;
    std::list<boost::json::value> m_values;
    std::vector<Scope> m_scopes;
    std::string m_problem;
    std::string m_base;
};

}  // namespace almanac
