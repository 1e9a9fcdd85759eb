#pragma once

#include <map>
#include <string>
#include <string_view>

namespace almanac {

/// The settings of one section, names in lower case; those that are indented below another are "parent.name".
using Profile = std::map<std::string, std::string, std::less<>>;

/// Sections by name: of a profile just its name, of others as written ("services local").
using Profiles = std::map<std::string, Profile, std::less<>>;

/// Reads ~/.aws/config or ~/.aws/credentials (SDK reference, "Shared config and credentials files"). In the first a
/// profile's section is `[profile NAME]`, in the second `[NAME]`; `[default]` in both. What is no setting is passed
/// over, as the other tools do.
void read_profiles(std::string_view text, bool of_config_file, Profiles& into);

/// The value, or empty.
[[nodiscard]] std::string setting(Profile const& profile, std::string_view name);

}  // namespace almanac
