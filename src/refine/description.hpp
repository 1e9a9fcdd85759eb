#pragma once

#include <string>
#include <string_view>

namespace almanac {

/// A description as it is published: safe HTML (sanitize_html), at most 64 KB of it, with the usual damage mended
/// first: a wrong charset, entities encoded twice ("&amp;rsquo;"), HTML that was escaped as a whole ("&lt;p&gt;").
[[nodiscard]] std::string clean_description(std::string_view raw, std::string_view base_url);

}  // namespace almanac
