#include "fetch/address.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

TEST(Address, KnowsWhatIsNotPublic)
{
    struct Case {
        std::string_view address;
        std::string_view kind;
    };
    Case const cases[] = {
        {"93.184.216.34", ""},
        {"9.255.255.255", ""},
        {"11.0.0.0", ""},
        {"100.63.255.255", ""},
        {"172.15.255.255", ""},
        {"172.32.0.0", ""},
        {"192.167.1.1", ""},
        {"223.255.255.255", ""},
        {"2606:4700::6810:1", ""},
        {"::ffff:93.184.216.34", ""},
        {"64:ff9b::93.184.216.34", ""},
        {"2002:5db8:d822::1", ""},
        {"0.0.0.0", "unspecified"},
        {"10.1.2.3", "private"},
        {"100.64.0.1", "private (carrier-grade NAT)"},
        {"127.0.0.1", "loopback"},
        {"127.255.255.254", "loopback"},
        {"169.254.169.254", "link-local"},
        {"172.31.0.1", "private"},
        {"192.168.1.1", "private"},
        {"198.19.0.1", "reserved for benchmarks"},
        {"224.0.0.1", "multicast"},
        {"255.255.255.255", "reserved"},
        {"::", "unspecified"},
        {"::1", "loopback"},
        {"::7f00:1", "reserved"},
        {"::ffff:127.0.0.1", "loopback"},
        {"::ffff:169.254.169.254", "link-local"},
        {"64:ff9b::10.0.0.1", "private"},
        {"64:ff9b:1::1", "reserved"},
        {"2002:7f00:1::", "loopback"},
        {"2002:a9fe:a9fe::", "link-local"},
        {"2001::1", "reserved"},
        {"2001:db8::1", "reserved for documentation"},
        {"fd00:ec2::254", "private"},
        {"fc00::1", "private"},
        {"fe80::1%eth0", "link-local"},
        {"fec0::1", "private"},
        {"ff02::1", "multicast"},
        {"100::1", "reserved"},
        {"example.org", "unknown"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.address);
        EXPECT_EQ(forbidden_kind(c.address), c.kind);
    }
}

}  // namespace
}  // namespace almanac
