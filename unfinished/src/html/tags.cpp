#include "html/tags.hpp"

namespace almanac {
namespace {

struct Group {
    std::uint8_t traits;
    std::string_view names;  // separated by spaces
};

constexpr Group groups[] = {
    {block,
     "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
     "footer form h1 h2 h3 h4 h5 h6 head header hgroup html legend li listing main menu nav ol optgroup option p "
     "plaintext pre search section select summary table tbody tfoot thead title tr ul xmp"},
    {cell, "td th button img input iframe object textarea video audio"},
    {empty_tag, "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr"},
    {raw, "style script xmp iframe noembed noframes plaintext"},
    {hidden, "script style template"},
    {block, "br hr"},
};

constexpr auto table = [] {
    std::array<std::uint8_t, known_tags.size() + 1> traits{};
    for (auto const& group : groups) {
        auto rest = group.names;
        while (!rest.empty()) {
            auto const end = std::min(rest.find(' '), rest.size());
            traits[find_tag(rest.substr(0, end))] |= group.traits;
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return traits;
}();
static_assert(table[0] == 0, "a group names an unknown tag");

}  // namespace

std::uint8_t traits_of(TagId tag)
{
    return tag < table.size() ? table[tag] : std::uint8_t{0};
}

}  // namespace almanac
