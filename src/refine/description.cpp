#include "refine/description.hpp"

#include "html/document.hpp"
#include "html/sanitize.hpp"
#include "read/html_text.hpp"
#include "text/charset.hpp"
#include "text/text.hpp"

#include <re2/re2.h>

namespace almanac {
namespace {

constexpr std::size_t max_raw = 256U << 10U;
constexpr std::size_t max_clean = 64U << 10U;

/// "&amp;lt;" may mean what it says; a curly quote encoded twice never does.
void mend_double_entities(std::string& html)
{
    static RE2 const twice{
        "&amp;(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|nbsp|quot|apos|[lr][sd]quo|[nm]dash|hellip|"
        "bull|middot|copy|reg|trade|deg|frac[0-9]{2}|[aeiouycnAEIOUYCN](?:acute|grave|circ|uml|tilde|"
        "cedil|ring));"};
    RE2::GlobalReplace(&html, twice, R"(&\1;)");
}

}  // namespace

std::string clean_description(std::string_view raw, std::string_view base_url)
{
    auto html = mend_mojibake(cut_at_word(raw, max_raw));
    if (html.find("&lt;") != std::string::npos && !holds_html(html))
        if (auto decoded = decode_entities(html); holds_html(decoded))
            html = std::move(decoded);
    mend_double_entities(html);
    auto clean = sanitize_html(html, base_url);
    if (clean.size() > max_clean)
        clean = sanitize_html(cut_at_word(clean, max_clean), base_url);
    // Empty paragraphs alone say nothing.
    if (clean.find("<img") == std::string::npos && trim(html_to_text(clean)).empty())
        clean.clear();
    return clean;
}

}  // namespace almanac
