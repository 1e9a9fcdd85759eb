#include "config/platforms.hpp"

#include "config/recipe_config.hpp"
#include "config/recipe_names.hpp"
#include "config/source.hpp"
#include "config/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>

extern "C" char const almanac_platforms_begin[];
extern "C" char const almanac_platforms_end[];

namespace almanac {
namespace {

constexpr std::string_view heading = "# platform: ";

/// Name and text of each file in the text that they were joined to.
std::vector<std::pair<std::string_view, std::string_view>> files_in(std::string_view text)
{
    std::vector<std::pair<std::string_view, std::string_view>> files;
    while (text.starts_with(heading)) {
        auto const name_end = text.find('\n');
        auto const next = text.find(fmt::format("\n{}", heading), name_end);
        files.emplace_back(text.substr(heading.size(), name_end - heading.size()),
                           text.substr(name_end + 1, next - name_end));
        text = next == std::string_view::npos ? "" : text.substr(next + 1);
    }
    return files;
}

std::string_view id_of(std::string_view file)
{
    return file.substr(0, file.rfind('.'));
}

Node* member(Node& table, std::string_view key)
{
    auto const found = std::ranges::find(table.items, key, &Node::key);
    return found == table.items.end() ? nullptr : &*found;
}

/// `fields_of` names a platform whose [json.fields] are this one's too: the same data, reached or wrapped another way.
void take_fields(TomlDocument& document, std::map<std::string, TomlDocument>& documents, Table& table)
{
    std::string other;
    table.read("fields_of", other);
    if (other.empty())
        return;
    auto const found = documents.find(other);
    auto* theirs = found == documents.end() ? nullptr : member(found->second.root, "json");
    auto* fields = theirs == nullptr ? nullptr : member(*theirs, "fields");
    auto* ours = member(document.root, "json");
    if (fields == nullptr || ours == nullptr)
        return table.report("fields_of", "'fields_of' needs a [json] here and a platform with [json.fields] there");
    ours->items.push_back(*fields);
}

Platform read_platform(std::string const& id, std::map<std::string, TomlDocument>& documents, Findings& findings)
{
    Platform platform;
    platform.id = id;
    auto& document = documents.at(id);
    Shape shape;
    Table table{document, shape, findings};
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
    take_fields(document, documents, table);
    platform.recipe = read_recipe(table, findings);
    report_unknown_keys(document, shape, findings);
    return platform;
}

}  // namespace

std::vector<Platform> read_platforms(std::string_view text)
{
    Findings findings;
    std::map<std::string, TomlDocument> documents;
    for (auto const& [file, toml] : files_in(text))
        if (auto document = parse_toml(toml, fmt::format("platforms/{}", file), findings))
            documents.emplace(id_of(file), std::move(*document));
    std::vector<Platform> found;
    found.reserve(documents.size());
    for (auto const& [id, document] : documents)
        found.push_back(read_platform(id, documents, findings));
    findings.throw_if_any();
    return found;
}

std::vector<std::string_view> platform_ids()
{
    auto const files = files_in({almanac_platforms_begin, almanac_platforms_end});
    std::vector<std::string_view> ids(files.size());
    std::ranges::transform(files, ids.begin(), id_of, [](auto const& file) { return file.first; });
    return ids;
}

std::vector<std::string_view> all_readers()
{
    std::vector<std::string_view> all{std::begin(reader_names), std::end(reader_names)};
    std::ranges::move(platform_ids(), std::back_inserter(all));
    return all;
}

std::vector<Platform> const& platforms()
{
    static std::vector<Platform> const all = read_platforms({almanac_platforms_begin, almanac_platforms_end});
    return all;
}

}  // namespace almanac
