#include "read/page_text.hpp"

#include "html/document.hpp"
#include "text/charset.hpp"
#include "text/text.hpp"

namespace almanac {
namespace {

/// "text/html; charset=\"utf-8\"" -> "utf-8"
std::string charset_of(std::string_view content_type)
{
    auto const low = lower_ascii(content_type);
    auto const at = low.find("charset=");
    if (at == std::string::npos)
        return {};
    auto charset = std::string_view{low}.substr(at + 8);
    charset = trim(charset.substr(0, charset.find(';')));
    if (charset.size() >= 2 && (charset.front() == '"' || charset.front() == '\''))
        charset = charset.substr(1, charset.size() - 2);
    return std::string{charset};
}

}  // namespace

std::string page_text(Page const& page)
{
    auto charset = charset_of(header(page.headers, "Content-Type"));
    if (charset.empty())
        charset = declared_charset(page.body);
    return to_utf8(page.body, charset);
}

}  // namespace almanac
