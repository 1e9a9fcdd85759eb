#include "config/platforms.hpp"

#include "config/recipe_config.hpp"
#include "config/recipe_names.hpp"
#include "config/table.hpp"
#include "text/text.hpp"

#include <string>

extern "C" char const almanac_platforms_begin[];
extern "C" char const almanac_platforms_end[];

namespace almanac {
namespace {

constexpr std::string_view heading = "# platform: ";

Platform read_platform(std::string_view toml, std::string const& file, Findings& findings)
{
    Platform platform;
    platform.id = file.substr(0, file.rfind('.'));
    auto document = parse_toml(toml, "platforms/" + file, findings);
    if (!document)
        return platform;
    Shape shape;
    Table table{*document, shape, findings};
    std::string page;
    constexpr std::string_view pages[] = {"html", "json"};
    table.read("name", platform.name);
    table.require("name");
    table.read_choice("page", page, pages);
    table.require("page");
    platform.page = page == "html" ? Format::html : Format::json;
    platform.signs = read_conditions(table, "signs", platform.page, findings);
    if (platform.signs.empty())
        table.report("signs", "a platform needs 'signs' by which its pages are known");
    platform.recipe = read_recipe(table, findings);
    report_unknown_keys(*document, shape, findings);
    return platform;
}

}  // namespace

std::vector<Platform> read_platforms(std::string_view text)
{
    std::vector<Platform> found;
    Findings findings;
    while (text.starts_with(heading)) {
        auto const name_end = text.find('\n');
        auto const name = text.substr(heading.size(), name_end - heading.size());
        auto const next = text.find("\n# platform: ", name_end);
        found.push_back(read_platform(text.substr(name_end + 1, next - name_end), std::string{name}, findings));
        text = next == std::string_view::npos ? "" : text.substr(next + 1);
    }
    findings.throw_if_any();
    return found;
}

std::vector<std::string_view> platform_ids()
{
    std::vector<std::string_view> ids;
    std::string_view const text{almanac_platforms_begin, almanac_platforms_end};
    for (std::size_t at = 0; at != std::string_view::npos; at = text.find("\n# platform: ", at + 1)) {
        auto const name = text.substr(text.find(heading, at) + heading.size());
        ids.push_back(name.substr(0, name.find(".toml")));
    }
    return ids;
}

std::vector<Platform> const& platforms()
{
    static std::vector<Platform> const all = read_platforms({almanac_platforms_begin, almanac_platforms_end});
    return all;
}

}  // namespace almanac
