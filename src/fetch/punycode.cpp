#include "fetch/punycode.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace almanac {
namespace {

constexpr std::size_t max_label = 63;
constexpr std::size_t max_host = 253;

/// Strict UTF-8; nothing when it is none.
std::optional<std::vector<std::uint32_t>> read_utf8(std::string_view text)
{
    auto points = std::vector<std::uint32_t>{};
    for (std::size_t i = 0; i < text.size();) {
        auto const lead = static_cast<unsigned char>(text[i++]);
        if (lead < 0x80) {
            points.push_back(lead);
            continue;
        }
        int const more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
        if (lead < 0xC2 || lead > 0xF4 || text.size() - i < static_cast<std::size_t>(more))
            return std::nullopt;
        std::uint32_t point = lead & (0x3FU >> static_cast<unsigned>(more));
        for (int k = 0; k < more; ++k) {
            auto const next = static_cast<unsigned char>(text[i++]);
            if ((next & 0xC0U) != 0x80)
                return std::nullopt;
            point = (point << 6U) | (next & 0x3FU);
        }
        constexpr std::uint32_t smallest[] = {0, 0x80, 0x800, 0x10000};
        if (point < smallest[more] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
            return std::nullopt;
        points.push_back(point);
    }
    return points;
}

/// RFC 3492 section 6.1, with the parameters of section 5.
std::uint32_t adapt(std::uint32_t delta, std::uint32_t count, bool first)
{
    delta = first ? delta / 700 : delta / 2;
    delta += delta / count;
    std::uint32_t k = 0;
    while (delta > 455) {
        delta /= 35;
        k += 36;
    }
    return k + 36 * delta / (delta + 38);
}

/// RFC 3492 section 6.3. Numbers cannot overflow: at most 63 code points.
std::string to_punycode(std::vector<std::uint32_t> const& points)
{
    constexpr std::string_view digits = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::string out = "xn--";
    for (auto const p : points) {
        if (p < 0x80)
            out += static_cast<char>(p);
    }
    auto const basic = static_cast<std::uint32_t>(out.size() - 4);
    if (basic > 0)
        out += '-';
    std::uint32_t n = 0x80;
    std::uint32_t delta = 0;
    std::uint32_t bias = 72;
    for (auto handled = basic; handled < points.size();) {
        auto next = UINT32_MAX;
        for (auto const p : points) {
            if (p >= n)
                next = std::min(next, p);
        }
        delta += (next - n) * (handled + 1);
        n = next;
        for (auto const p : points) {
            if (p < n)
                ++delta;
            if (p != n)
                continue;
            auto q = delta;
            for (std::uint32_t k = 36;; k += 36) {
                auto const t = k <= bias ? 1U : std::min(k - bias, 26U);
                if (q < t)
                    break;
                out += digits[t + (q - t) % (36 - t)];
                q = (q - t) / (36 - t);
            }
            out += digits[q];
            bias = adapt(delta, handled + 1, handled == basic);
            delta = 0;
            ++handled;
        }
        ++delta;
        ++n;
    }
    return out;
}

}  // namespace

std::optional<std::string> host_to_ascii(std::string_view host)
{
    std::string out;
    while (true) {
        auto const end = std::min(host.find('.'), host.size());
        auto const label = host.substr(0, end);
        bool const ascii = std::ranges::all_of(label, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
        if (ascii) {
            out += label;
        } else {
            auto const points = read_utf8(label);
            if (!points || points->size() > max_label)
                return std::nullopt;
            auto const encoded = to_punycode(*points);
            if (encoded.size() > max_label)
                return std::nullopt;
            out += encoded;
        }
        if (out.size() > max_host)
            return std::nullopt;
        if (end == host.size())
            return out;
        out += '.';
        host.remove_prefix(end + 1);
    }
}

}  // namespace almanac
