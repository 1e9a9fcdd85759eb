#include "config/check_source.hpp"
#include "config/loaders.hpp"
#include "config/platforms.hpp"
#include "config/recipe_config.hpp"

namespace almanac {
namespace {

constexpr std::string_view methods[] = {"GET", "POST"};
constexpr std::string_view skip_fields[] = {"name", "venue", "description", "category", "url"};

void read_request(Table& table, Source& source)
{
    table.read("url", source.url);
    table.require("url");
    table.read_choice("method", source.method, methods);
    table.read("body", source.body);
    table.read("content_type", source.content_type);
    table.read("form", source.form);
    table.read("headers", source.headers);
    table.read("token", source.token);
    table.read("token_aliases", source.token_aliases);
    table.read("token_help", source.token_help);
    table.read("token_in_url", source.token_in_url);
    if (!table.has("method") && (table.has("form") || table.has("body")))
        source.method = "POST";
}

void read_manners(Table& table, Source& source)
{
    table.read("ignore_robots", source.ignore_robots);
    table.read("ignore_robots_reason", source.ignore_robots_reason);
    table.read("allow_private", source.allow_private);
    table.read("requests_per_second", source.requests_per_second, {0, 100});
    table.read("max_pages", source.max_pages, {1, 10'000});
    table.read("max_time", source.max_time, {1, 3600});
}

void read_meaning(Table& table, Source& source)
{
    table.read("day_first", source.day_first);
    table.read("split_days", source.split_days);
    table.read("default_venue", source.default_venue);
    table.read("venue_aliases", source.venue_aliases);
    table.read("category_map", source.category_map);
    table.read("categories", source.categories);
    for (auto& rule_table : table.tables("skip")) {
        auto& rule = source.skip.emplace_back();
        rule_table.read_choice("field", rule.field, skip_fields);
        rule_table.read("pattern", rule.pattern);
        rule_table.read("reason", rule.reason);
        rule_table.require("field");
        rule_table.require("pattern");
        check_pattern(rule_table, "pattern", rule.pattern);
    }
}

}  // namespace

Source read_source(Table table, std::string id, Config const& config)
{
    Source source;
    source.id = std::move(id);
    source.position = table.at();
    table.read("name", source.name);
    table.require("name");
    table.read("state", source.state);
    table.read("timezone", source.timezone);
    table.read_choice("reader", source.reader, all_readers());
    table.read("homepage", source.homepage);
    table.read("enabled", source.enabled);
    read_request(table, source);
    read_manners(table, source);
    read_meaning(table, source);
    table.read("capture", source.capture);
    table.read("capture_now", source.capture_now);
    source.recipe = read_recipe(table, table.findings());
    if (!table.has("reader") && source.recipe.format != Format::none)
        source.reader = source.recipe.format == Format::html ? "html" : "json";

    check_zone(table, "timezone", source.timezone);
    check_source(table, source);
    if (source.timezone.empty())
        source.timezone = config.timezone;
    return source;
}

Shape keys_of_source()
{
    TomlDocument blank{.file = {}, .text = {}, .root = {}, .blank = true};
    Findings ignored;
    Shape shape;
    static_cast<void>(read_source(Table{blank, shape, ignored}, {}, {}));
    return shape;
}

}  // namespace almanac
