#include "store/object_headers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace almanac {

Headers object_headers(std::string_view path, std::string_view content_type, std::string_view sha256)
{
    Headers headers = {{"Content-Type", std::string{content_type}}};
    auto const name = path.substr(path.rfind('/') + 1);  // all of it where there is no slash
    bool const plain = std::ranges::all_of(name, [](char c) { return c > ' ' && c < 0x7F && c != '"' && c != '\\'; });
    if (content_type.starts_with("text/csv") && plain)
        headers.emplace_back("Content-Disposition", fmt::format("attachment; filename=\"{}\"", name));
    // A dated file changes only when a day is harvested twice.
    bool const dated = path.starts_with("data/") || path.starts_with("reports/") || path.starts_with("logs/");
    headers.emplace_back("Cache-Control", dated ? "max-age=300" : "no-cache");
    headers.emplace_back(digest_header, sha256);
    return headers;
}

}  // namespace almanac
