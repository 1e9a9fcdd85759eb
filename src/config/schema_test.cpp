#include "config/loaders.hpp"
#include "json/json.hpp"
#include "support/paths.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace almanac {
namespace {

namespace json = boost::json;

[[nodiscard]] std::string text_of(std::string const& file)
{
    std::ifstream in{project_folder() / file, std::ios::binary};
    EXPECT_TRUE(in) << file;
    return (std::ostringstream{} << in.rdbuf()).str();
}

/// What a schema says of one value, its $ref, allOf and anyOf taken together.
struct Said {
    std::set<std::string> types;
    std::map<std::string, std::vector<json::value const*>> properties;
    std::vector<json::value const*> rest;  ///< of a list's items and of free keys
    std::set<std::string> choices;
    std::set<std::string> required;
    std::optional<double> minimum;
    std::optional<double> maximum;
    std::string fallback;
    bool closed = false;
    bool described = false;
};

void gather(json::value const& schema, json::value const& root, Said& said)
{
    for (auto const& [key, value] : schema.as_object()) {
        if (key == "$ref") {
            gather(root.at_pointer(std::string{value.as_string()}.substr(1)), root, said);
        } else if (key == "allOf" || key == "anyOf") {
            for (auto const& part : value.as_array())
                gather(part, root, said);
        } else if (key == "type" && value.is_string()) {
            said.types.emplace(value.as_string());
        } else if (key == "type") {
            for (auto const& type : value.as_array())
                said.types.emplace(type.as_string());
        } else if (key == "properties") {
            for (auto const& property : value.as_object())
                said.properties[std::string{property.key()}].push_back(&property.value());
        } else if (key == "additionalProperties" && value.is_bool()) {
            said.closed = !value.as_bool();
        } else if (key == "additionalProperties" || key == "items") {
            said.rest.push_back(&value);
        } else if (key == "enum") {
            for (auto const& choice : value.as_array())
                said.choices.emplace(choice.as_string());
        } else if (key == "required") {
            for (auto const& name : value.as_array())
                said.required.emplace(name.as_string());
        } else if (key == "minimum") {
            said.minimum = value.to_number<double>();
        } else if (key == "maximum") {
            said.maximum = value.to_number<double>();
        } else if (key == "default") {
            said.fallback = json::serialize(value);
        } else if (key == "description") {
            said.described = true;
        }
    }
}

/// Compares what the loader asked a file for with what the schema says, both ways.
class Comparison {
public:
    explicit Comparison(json::value const& root) : m_root(root) {}

    std::string run(Shape const& shape)
    {
        compare(shape, {&m_root}, "");
        return m_problems;
    }

private:
    void say(std::string const& path, std::string const& what) { m_problems += fmt::format("{}: {}\n", path, what); }

    void compare(Shape const& shape, std::vector<json::value const*> const& schemas, std::string const& path)
    {
        Said said;
        for (auto const* schema : schemas)
            gather(*schema, m_root, said);
        compare_value(shape, said, path);

        for (auto const& key : shape.keys) {
            auto const inner = path + "." + key.key;
            auto const found = said.properties.find(key.key);
            if (found == said.properties.end()) {
                say(inner, "the loader reads it, the schema lacks it");
                continue;
            }
            if (key.required != said.required.contains(key.key))
                say(inner, key.required ? "the schema does not require it" : "only the schema requires it");
            compare(key, found->second, inner);
        }
        for (auto const& [name, ignored] : said.properties)
            if (std::ranges::find(shape.keys, name, &Shape::key) == shape.keys.end())
                say(path + "." + name, "only the schema has it");
        if (!shape.keys.empty() && shape.rest.empty() && !said.closed)
            say(path, "the schema allows keys that the loader refuses");
        if (shape.rest.empty() != said.rest.empty())
            say(path,
                shape.rest.empty() ? "only the schema has free keys or items" : "the schema has no free keys or items");
        else if (!shape.rest.empty())
            compare(shape.rest.front(), said.rest, path + "[]");
    }

    void compare_value(Shape const& shape, Said const& said, std::string const& path)
    {
        if (std::set<std::string> const types{shape.types.begin(), shape.types.end()};
            !types.empty() && types != said.types)
            say(path,
                fmt::format("the loader takes {}, the schema {}", fmt::join(types, "/"), fmt::join(said.types, "/")));
        if (std::set<std::string> const choices{shape.choices.begin(), shape.choices.end()}; choices != said.choices)
            say(path, fmt::format("the loader's choices are {}", fmt::join(choices, ", ")));
        if (shape.minimum != said.minimum.value_or(-INFINITY) || shape.maximum != said.maximum.value_or(INFINITY))
            say(path, fmt::format("the loader's range is {} to {}", shape.minimum, shape.maximum));
        if (shape.fallback != said.fallback)
            say(path, fmt::format("the loader's default is {}, the schema's {}", shape.fallback, said.fallback));
        if (!shape.key.empty() && !said.described)
            say(path, "the schema does not describe it");
    }

    json::value const& m_root;
    std::string m_problems;
};

/// Some keys only show when a file has what stands above them: a recipe with every field, as a table and as a list.
std::string recipe_with_everything(bool list)
{
    std::string text = "each = { a = { B = 1 }, c = [\"d\"] }\n[[skip]]\nfield = \"name\"\n";
    for (std::string const kind : {"html", "json"}) {
        auto const way = fmt::format(R"({{ {} = "a", match = "b" }})", kind == "html" ? "select" : "path");
        auto const value = list ? "[" + way + "]" : way;
        auto const fields = [&](std::string_view table) {
            text += fmt::format("[{}.{}]\n", kind, table);
            if (table == "detail")
                text += fmt::format("skip_if = {0}\nif_missing = {0}\n", list ? "[\"a\"]" : "\"a\"");
            for (auto const name : event_fields())
                text += fmt::format("{} = {}\n", name, value);
            text += fmt::format("[{}.{}]\nx = {}\n", kind, table == "fields" ? "values" : "detail.values", value);
        };
        text += fmt::format("[{}]\nskip_if = {}\nrepeat = {}\n", kind, list ? "[\"a\"]" : "\"a\"",
                            list ? "{ x = \"a\" }" : "\"a\"");
        fields("fields");
        fields("detail");
        text += fmt::format("[{0}.more]\nurl = \"a\"\n[{0}.lookup]\nx = {1}\n", kind, value);
    }
    return text;
}

Shape all_keys_of_source()
{
    auto shape = keys_of_source();
    for (bool const list : {false, true}) {
        Findings findings;
        auto document = parse_toml(recipe_with_everything(list), "everything.toml", findings);
        EXPECT_TRUE(document) << findings.sorted().front().sentence;
        static_cast<void>(read_source(Table{*document, shape, findings}, "everything", {}));
    }
    return shape;
}

TEST(Schema, OfTheConfigSaysWhatTheLoaderReads)
{
    EXPECT_EQ(Comparison{read_json(text_of("docs/schema/almanac.schema.json"))}.run(keys_of_config()), "");
}

TEST(Schema, OfASourceSaysWhatTheLoaderReads)
{
    EXPECT_EQ(Comparison{read_json(text_of("docs/schema/source.schema.json"))}.run(all_keys_of_source()), "");
}

}  // namespace
}  // namespace almanac
