#pragma once

#include <string>
#include <string_view>

struct sockaddr;

namespace almanac {

/// Why an address must not be connected to: "loopback", "private", "link-local" ...; empty for a public one. IPv4
/// inside IPv6 (mapped, compatible, 6to4, NAT64) counts as what it holds. Ranges: the IANA special-purpose registries
/// (RFC 6890); cloud metadata services are link-local (169.254.169.254) or private (fd00:ec2::254).
[[nodiscard]] std::string_view forbidden_kind(sockaddr const& address);

/// The same for a written address, "10.0.0.1" or "::1"; "unknown" for what is none.
[[nodiscard]] std::string_view forbidden_kind(std::string_view written);

/// "10.0.0.1", "fe80::1".
[[nodiscard]] std::string to_string(sockaddr const& address);

/// The port of an IP address; 0 of another kind of address.
[[nodiscard]] int port_of(sockaddr const& address);

}  // namespace almanac
