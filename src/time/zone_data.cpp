#include "time/zone_data.hpp"

#include <charconv>
#include <cstddef>

extern "C" char const almanac_zones_begin[];
extern "C" char const almanac_zones_end[];

namespace almanac {
namespace {

/// The line that holds the byte at `position`.
std::string_view line_around(std::string_view lines, std::size_t position)
{
    auto const before = position == 0 ? std::string_view::npos : lines.rfind('\n', position - 1);
    auto const start = before == std::string_view::npos ? 0 : before + 1;
    return lines.substr(start, lines.find('\n', start) - start);
}

std::size_t number(std::string_view& text)
{
    std::size_t value = 0;
    auto const end = std::from_chars(text.data(), text.data() + text.size(), value).ptr;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

}  // namespace

ZoneIndex const& zone_index()
{
    static ZoneIndex const index = [] {
        std::string_view const all{almanac_zones_begin,
                                   static_cast<std::size_t>(almanac_zones_end - almanac_zones_begin)};
        auto const version_end = all.find('\n');
        auto const index_end = all.find("\n\n", version_end);
        return ZoneIndex{all.substr(0, version_end), all.substr(version_end + 1, index_end - version_end),
                         all.substr(index_end + 2)};
    }();
    return index;
}

std::string_view embedded_zone(std::string_view name)
{
    auto const& index = zone_index();
    auto lines = index.lines;
    while (!lines.empty()) {
        auto const line = line_around(lines, lines.size() / 2);
        auto const found = line.substr(0, line.find(' '));
        auto const start = static_cast<std::size_t>(line.data() - lines.data());
        if (name < found) {
            lines = lines.substr(0, start);
        } else if (name > found) {
            lines.remove_prefix(start + line.size() + 1);
        } else {
            auto rest = line.substr(found.size() + 1);
            auto const offset = number(rest);
            rest.remove_prefix(1);
            return index.data.substr(offset, number(rest));
        }
    }
    return {};
}

}  // namespace almanac
