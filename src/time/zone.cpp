#include "time/zone.hpp"

#include "time/zone_data.hpp"

#include <absl/time/internal/cctz/include/cctz/zone_info_source.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <memory>

namespace almanac {
namespace {

namespace cctz = absl::time_internal::cctz;

class EmbeddedZone final : public cctz::ZoneInfoSource {
public:
    explicit EmbeddedZone(std::string_view data) : m_rest(data) {}

    std::size_t Read(void* into, std::size_t size) override
    {
        size = std::min(size, m_rest.size());
        std::memcpy(into, m_rest.data(), size);
        m_rest.remove_prefix(size);
        return size;
    }

    int Skip(std::size_t offset) override
    {
        m_rest.remove_prefix(std::min(offset, m_rest.size()));
        return 0;
    }

    [[nodiscard]] std::string Version() const override { return std::string{zone_index().version}; }

private:
    std::string_view m_rest;
};

/// "2026f" of the system's tzdata.zi, whose first line is "# version 2026f"; empty when there is no such file.
std::string system_version()
{
    auto const* folder = std::getenv("TZDIR");
    std::ifstream file{std::string{folder != nullptr && *folder != '\0' ? folder : "/usr/share/zoneinfo"} +
                       "/tzdata.zi"};
    std::string hash, word, version;
    if (!(file >> hash >> word >> version) || hash != "#" || word != "version")
        return {};
    return version;
}

/// Asked for once, when the first zone is loaded.
bool system_is_newer()
{
    static bool const newer = system_version() > zone_index().version;
    return newer;
}

std::unique_ptr<cctz::ZoneInfoSource>
open_zone(std::string const& name,
          std::function<std::unique_ptr<cctz::ZoneInfoSource>(std::string const&)> const& system)
{
    if (system_is_newer()) {
        if (auto source = system(name))
            return source;
    }
    if (auto const data = embedded_zone(name); !data.empty())
        return std::make_unique<EmbeddedZone>(data);
    return system(name);  // "localtime", which only the system knows
}

/// Names come from outside and the system's reader makes a path of them, so only what an IANA name may hold.
bool is_zone_name(std::string_view name)
{
    auto const good = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' || c == '_' ||
               c == '-' || c == '+';
    };
    return !name.empty() && name.size() <= 40 && name.front() >= 'A' && name.front() <= 'Z' &&
           std::ranges::all_of(name, good) && !name.starts_with("Fixed/");
}

}  // namespace

std::optional<absl::TimeZone> find_zone(std::string_view name)
{
    // Abseil remembers each name it was ever asked for: ask only for names that exist.
    if (embedded_zone(name).empty() && !(is_zone_name(name) && system_is_newer()))
        return std::nullopt;
    absl::TimeZone zone;
    if (!absl::LoadTimeZone({name.data(), name.size()}, &zone))
        return std::nullopt;
    return zone;
}

absl::Time to_instant(absl::CivilSecond wall, absl::TimeZone const& zone)
{
    // In a gap `pre` is the time by the clock of before, which on the clock of after lies one hour later.
    return zone.At(wall).pre;
}

absl::CivilSecond to_wall(absl::CivilSecond wall, std::string_view from_zone, std::string_view to_zone)
{
    if (from_zone == to_zone)
        return wall;
    auto const from = find_zone(from_zone);
    auto const to = find_zone(to_zone);
    return from && to ? absl::ToCivilSecond(to_instant(wall, *from), *to) : wall;
}

}  // namespace almanac

// Replaces Abseil's weak default, which reads files only.
namespace absl::time_internal::cctz_extension {
ZoneInfoSourceFactory zone_info_source_factory = almanac::open_zone;
}  // namespace absl::time_internal::cctz_extension
