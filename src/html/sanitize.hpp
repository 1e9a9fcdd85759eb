#pragma once

#include <string>
#include <string_view>

namespace almanac {

/// HTML that is safe to publish: an allowlist of elements and attributes, absolute http(s)/mailto links only, script,
/// style, handlers and "javascript:" gone with their text. Relative links are resolved against `base_url`.
/// Plain text comes back escaped, its line breaks kept as <br>. Balanced tags always.
[[nodiscard]] std::string sanitize_html(std::string_view html, std::string_view base_url);

/// The text of an HTML fragment: tags gone, entities decoded, white space collapsed.
[[nodiscard]] std::string html_to_text(std::string_view html);

}  // namespace almanac
