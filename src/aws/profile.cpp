#include "aws/profile.hpp"

#include "text/text.hpp"

#include <algorithm>

namespace almanac {
namespace {

constexpr std::string_view profile_prefix = "profile ";

std::string section_name(std::string_view line, bool of_config_file)
{
    auto name = trim(line.substr(1, line.find(']') - 1));
    if (of_config_file && name.starts_with(profile_prefix))
        name = trim(name.substr(profile_prefix.size()));
    if (name.size() > 1 && (name.front() == '"' || name.front() == '\'') && name.back() == name.front())
        name = name.substr(1, name.size() - 2);  // [profile "two words"]
    return std::string{name};
}

}  // namespace

void read_profiles(std::string_view text, bool of_config_file, Profiles& into)
{
    Profile* section = nullptr;
    std::string parent;
    for (auto const raw : split(text, '\n')) {
        auto const line = trim(raw);
        if (line.empty() || line.front() == '#' || line.front() == ';')
            continue;
        if (line.front() == '[' && line.find(']') != std::string_view::npos) {
            section = &into[section_name(line, of_config_file)];
            continue;
        }
        auto const equals = line.find('=');
        if (section == nullptr || equals == std::string_view::npos)
            continue;
        auto name = lower_ascii(trim(line.substr(0, equals)));
        if (raw.front() == ' ' || raw.front() == '\t')
            name.insert(0, parent + ".");
        else
            parent = name;
        (*section)[name] = std::string{trim(line.substr(equals + 1))};
    }
}

std::string setting(Profile const& profile, std::string_view name)
{
    auto const at = profile.find(name);
    return at == profile.end() ? std::string{} : at->second;
}

}  // namespace almanac
