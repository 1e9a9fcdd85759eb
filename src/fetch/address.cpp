#include "fetch/address.hpp"

#include <arpa/inet.h>
#include <array>
#include <cstdint>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>

namespace almanac {
namespace {

struct Range4 {
    std::uint32_t prefix;
    unsigned bits;
    std::string_view kind;
};

constexpr std::uint32_t v4(unsigned a, unsigned b, unsigned c, unsigned d)
{
    return (a << 24U) | (b << 16U) | (c << 8U) | d;
}

constexpr Range4 ranges4[] = {
    {v4(0, 0, 0, 0), 8, "unspecified"},
    {v4(10, 0, 0, 0), 8, "private"},
    {v4(100, 64, 0, 0), 10, "private (carrier-grade NAT)"},
    {v4(127, 0, 0, 0), 8, "loopback"},
    {v4(169, 254, 0, 0), 16, "link-local"},
    {v4(172, 16, 0, 0), 12, "private"},
    {v4(192, 0, 0, 0), 24, "reserved"},
    {v4(192, 0, 2, 0), 24, "reserved for documentation"},
    {v4(192, 88, 99, 0), 24, "reserved"},
    {v4(192, 168, 0, 0), 16, "private"},
    {v4(198, 18, 0, 0), 15, "reserved for benchmarks"},
    {v4(198, 51, 100, 0), 24, "reserved for documentation"},
    {v4(203, 0, 113, 0), 24, "reserved for documentation"},
    {v4(224, 0, 0, 0), 4, "multicast"},
    {v4(240, 0, 0, 0), 4, "reserved"},
};

std::string_view kind4(std::uint32_t address)
{
    for (auto const& range : ranges4) {
        if (((address ^ range.prefix) >> (32U - range.bits)) == 0)
            return range.kind;
    }
    return {};
}

using Bytes = std::array<std::uint8_t, 16>;

std::uint32_t inner4(Bytes const& b, std::size_t at)
{
    return v4(b[at], b[at + 1], b[at + 2], b[at + 3]);
}

bool begins(Bytes const& b, std::initializer_list<std::uint8_t> prefix)
{
    std::size_t i = 0;
    for (auto const byte : prefix) {
        if (b[i++] != byte)
            return false;
    }
    return true;
}

std::string_view kind6(Bytes const& b)
{
    if (begins(b, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}))
        return kind4(inner4(b, 12));
    if (begins(b, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})) {
        auto const inner = inner4(b, 12);
        return inner == 0 ? "unspecified" : inner == 1 ? "loopback" : "reserved";
    }
    if (begins(b, {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}))  // NAT64, RFC 6052
        return kind4(inner4(b, 12));
    if (begins(b, {0x20, 0x02}))  // 6to4, RFC 3056
        return kind4(inner4(b, 2));
    if (b[0] == 0xff)
        return "multicast";
    if (b[0] == 0xfe)
        return (b[1] & 0xc0U) == 0x80 ? "link-local" : "private";
    if ((b[0] & 0xfeU) == 0xfc)
        return "private";
    if (begins(b, {0x20, 0x01, 0x0d, 0xb8}))
        return "reserved for documentation";
    if (begins(b, {0x20, 0x01}) && b[2] < 2)  // 2001::/23: Teredo tunnels and the like
        return "reserved";
    return (b[0] & 0xe0U) == 0x20 ? "" : "reserved";  // global unicast is 2000::/3
}

}  // namespace

std::string_view forbidden_kind(sockaddr const& address)
{
    if (address.sa_family == AF_INET) {
        auto in = sockaddr_in{};
        std::memcpy(&in, &address, sizeof in);
        return kind4(ntohl(in.sin_addr.s_addr));
    }
    if (address.sa_family == AF_INET6) {
        auto in = sockaddr_in6{};
        std::memcpy(&in, &address, sizeof in);
        auto bytes = Bytes{};
        std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
        return kind6(bytes);
    }
    return "unknown";
}

std::string_view forbidden_kind(std::string_view written)
{
    auto const text = std::string{written.substr(0, written.find('%'))};  // a zone may follow
    auto in = in_addr{};
    if (inet_pton(AF_INET, text.c_str(), &in) == 1)
        return kind4(ntohl(in.s_addr));
    auto bytes = Bytes{};
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1)
        return kind6(bytes);
    return "unknown";
}

std::string to_string(sockaddr const& address)
{
    auto text = std::array<char, INET6_ADDRSTRLEN>{};
    if (address.sa_family == AF_INET) {
        auto in = sockaddr_in{};
        std::memcpy(&in, &address, sizeof in);
        inet_ntop(AF_INET, &in.sin_addr, text.data(), text.size());
    } else if (address.sa_family == AF_INET6) {
        auto in = sockaddr_in6{};
        std::memcpy(&in, &address, sizeof in);
        inet_ntop(AF_INET6, &in.sin6_addr, text.data(), text.size());
    }
    return text.data();
}

int port_of(sockaddr const& address)
{
    if (address.sa_family == AF_INET) {
        auto in = sockaddr_in{};
        std::memcpy(&in, &address, sizeof in);
        return ntohs(in.sin_port);
    }
    if (address.sa_family == AF_INET6) {
        auto in = sockaddr_in6{};
        std::memcpy(&in, &address, sizeof in);
        return ntohs(in.sin6_port);
    }
    return 0;
}

}  // namespace almanac
