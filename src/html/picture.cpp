#include "html/picture.hpp"

#include "text/text.hpp"

#include <algorithm>
#include <array>

namespace almanac {
namespace {

/// Whether a picture of this address is one to be looked at.
bool is_picture(std::string_view source)
{
    constexpr std::array<std::string_view, 8> stand_ins{"blank.", "placeholder.", "spacer.", "transparent.",
                                                        "pixel.", "loading.",     "lazy.",   "1x1."};
    source = trim(source);
    auto const file = lower_ascii(source.substr(source.find_last_of('/') + 1));
    return !source.empty() && !source.starts_with("data:") &&
           std::ranges::none_of(stand_ins, [&](auto name) { return file.starts_with(name); });
}

}  // namespace

std::string_view picture_source(Element picture)
{
    auto const source = attribute(picture, "src").value_or("");
    if (is_picture(source))
        return source;
    for (std::string_view const name :
         {"data-src", "data-lazy-src", "data-original", "data-src-original", "data-image"}) {
        if (auto const late = attribute(picture, name).value_or(""); is_picture(late))
            return late;
    }
    return source;
}

}  // namespace almanac
