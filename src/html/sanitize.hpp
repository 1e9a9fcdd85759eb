#pragma once

#include <string>
#include <string_view>

namespace almanac {

/// HTML that is safe to publish: the elements of WordPress' post allowlist (wp_kses_post) that texts need, of their
/// attributes href, src, alt, title, colspan and rowspan; absolute http(s) and mailto links only. Script, style, forms,
/// frames and drawings are gone with their content; other elements leave theirs (blocks as <div>). Relative links are
/// resolved against `base_url`; a link or picture without an address leaves its text.
/// Plain text comes back escaped, its line breaks kept as <br>. Written anew from the tree, so that tags always
/// balance.
[[nodiscard]] std::string sanitize_html(std::string_view html, std::string_view base_url);

/// The text of an HTML fragment: tags gone, entities decoded, white space collapsed.
[[nodiscard]] std::string html_to_text(std::string_view html);

}  // namespace almanac
