#include "config/recipe_config.hpp"

#include "config/recipe_names.hpp"
#include "read/template.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace almanac {
namespace {

constexpr Range page_range{0, 1'000'000};

/// Reads one source's recipe. Templates are checked last, when all names are known.
class RecipeReader {
public:
    RecipeReader(Table& source, Findings& findings) : m_source(source), m_findings(findings) {}

    Recipe read();

private:
    void read_each();
    void read_page(std::string_view key, Format format);
    void read_repeat(Table& table, Recipe& part, Format format);
    void read_paging(Table& table, Recipe& part, Format format);
    void read_more(Table table, Recipe& part, Format format);
    void read_lookup(Table table, Recipe& part);
    void read_if_missing(Table& table, std::vector<std::string>& target);
    void read_detail(Table table, Format format);
    std::vector<Field> read_fields(Table& table, Format format, std::vector<TemplateUse>& uses);
    std::vector<Field> read_values(Table table, Format format, std::vector<TemplateUse>& uses);
    void read_place(Table& table, std::string_view key, std::string& target, Format format);
    void read_inside(Table& table, std::string& target, Format format);
    void check_addresses();
    void check_whole();

    Table& m_source;
    Findings& m_findings;
    Recipe m_recipe;
    std::vector<TemplateUse> m_uses;
    std::vector<TemplateUse> m_detail_uses;
    std::vector<TemplateUse> m_address_uses;
};

Recipe RecipeReader::read()
{
    read_each();
    read_page("html", Format::html);
    read_page("json", Format::json);

    NameSet names;
    for (auto const& each : m_recipe.each)
        names.insert(each.name);
    if (m_recipe.lookup)
        names.merge(names_of(m_recipe.lookup->values));
    check_uses(m_uses, names, m_recipe.fields, m_recipe.repeat, m_recipe.format, m_findings);
    order_fields(m_recipe.fields, m_uses, m_findings);
    if (m_recipe.detail) {
        names.merge(m_recipe.format == Format::none ? names_of_readers() : names_of(m_recipe.fields));
        check_uses(m_detail_uses, names, m_recipe.detail->fields, {}, m_recipe.detail->format, m_findings);
        order_fields(m_recipe.detail->fields, m_detail_uses, m_findings);
    }
    check_addresses();
    if (m_recipe.format != Format::none)
        check_whole();
    return std::move(m_recipe);
}

/// each = { category = { Hikes = 1733 }, park = ["nama", "rocr"] }
void RecipeReader::read_each()
{
    for (auto const& value : m_source.table("each").values({"object", "array"})) {
        Each each{value.key(), {}};
        auto const add = [&](std::string label, Value const& choice) {
            auto text = choice.is(Node::Kind::whole) ? fmt::format("{}", choice.whole()) : choice.text();
            each.choices.emplace_back(label.empty() ? text : std::move(label), std::move(text));
        };
        if (value.is(Node::Kind::table))
            for (auto const& choice : value.table().values({"string", "integer"}))
                add(choice.key(), choice);
        for (auto const& choice : value.items()) {
            if (choice.is(Node::Kind::text) || choice.is(Node::Kind::whole))
                add({}, choice);
            else
                m_findings.add(choice.at(), fmt::format("{} must list strings or whole numbers, and this is {}",
                                                        quoted(each.name), choice.described()));
        }
        if (each.choices.empty())
            m_findings.add(value.at(), fmt::format("{} has no values", quoted(each.name)));
        m_recipe.each.push_back(std::move(each));
    }
}

/// [html] and [json] look alike. The one with fields describes the list; the other, or one without fields beside a
/// reader that needs none, may still say how to page and what the event's own page holds.
void RecipeReader::read_page(std::string_view key, Format format)
{
    auto table = m_source.table(key);
    bool const is_list = table.has("fields") || table.has("items");
    if (is_list && m_recipe.format != Format::none)
        m_findings.add(m_source.at(key), "the list is described twice, as [html] and as [json]; leave one out");

    Recipe part;
    std::vector<TemplateUse> uses;
    part.format = format;
    part.paging = format;
    read_place(table, "items", part.items, format);
    read_inside(table, part.inside, format);
    read_repeat(table, part, format);
    std::string sun_at;
    table.read("sun_at", sun_at);
    part.sun_at = read_degrees(sun_at);
    if (!sun_at.empty() && !part.sun_at)
        table.report("sun_at", fmt::format("'sun_at' must be a latitude and longitude such as \"38.9, -77.03\", not {}",
                                           quoted(sun_at)));
    part.skip_if = read_conditions(table, "skip_if", format, m_findings);
    auto fields = table.table("fields");
    part.fields = read_fields(fields, format, uses);
    std::ranges::move(read_values(table.table("values"), format, uses), std::back_inserter(part.fields));
    read_paging(table, part, format);
    read_detail(table.table("detail"), format);

    if (is_list) {
        part.each = std::move(m_recipe.each);
        part.detail = std::move(m_recipe.detail);
        m_recipe = std::move(part);
        m_uses = std::move(uses);
    } else if (m_recipe.format == Format::none && (!part.next.empty() || part.more || part.lookup)) {
        part.each = std::move(m_recipe.each);
        part.detail = std::move(m_recipe.detail);
        part.format = Format::none;
        m_recipe = std::move(part);
    }
    for (auto const* needs_list : {"repeat", "skip_if", "values", "total", "sun_at"})
        if (!is_list && table.has(needs_list))
            m_findings.add(table.at_key(needs_list), fmt::format("'{}' needs [{}.fields]", needs_list, key));
}

/// repeat = "dates[]" or repeat = { date = "dates[]", time = "times[]" }
void RecipeReader::read_repeat(Table& table, Recipe& part, Format format)
{
    auto const value = table.value("repeat", {"string", "object"});
    if (!value)
        return;
    auto const add = [&](std::string name, Value const& place) {
        std::size_t select_at = 0;
        auto const finder = read_finder(place.text(), format, &select_at);
        check_select(
            finder.select, format, select_at, [place](std::size_t byte) { return place.inside(byte); }, m_findings);
        part.repeat.emplace_back(std::move(name), place.text());
    };
    if (value->is(Node::Kind::text))
        add("repeat", *value);
    else
        for (auto const& place : value->table().values({"string"}))
            add(place.key(), place);
}

void RecipeReader::read_paging(Table& table, Recipe& part, Format format)
{
    read_place(table, "next", part.next, format);
    read_place(table, "total", part.total, format);
    table.read("first_page", part.first_page, page_range);
    table.read("page_size", part.page_size, page_range);
    read_more(table.table("more"), part, format);
    read_lookup(table.table("lookup"), part);
}

void RecipeReader::read_more(Table table, Recipe& part, Format format)
{
    Asking more;
    table.read("url", more.url);
    constexpr std::string_view methods[] = {"GET", "POST"};
    table.read_choice("method", more.method, methods);
    table.read("body", more.body);
    table.read("content_type", more.content_type);
    table.read("form", more.form);
    read_inside(table, more.inside, format);
    int first_page = 1;
    bool const has_first_page = table.has("first_page");
    table.read("first_page", first_page, page_range);
    if (has_first_page)
        more.first_page = first_page;
    if (table.absent())
        return;
    table.require("url");
    m_address_uses.push_back({"url", more.url, place_in(table, "url")});
    m_address_uses.push_back({"body", more.body, place_in(table, "body")});
    auto const form = table.table("form");
    for (auto const& [name, text] : more.form)
        m_address_uses.push_back({name, text, place_in(form, name)});
    part.more = std::move(more);
}

void RecipeReader::read_lookup(Table table, Recipe& part)
{
    Lookup lookup;
    table.read("page", lookup.page);
    std::vector<TemplateUse> uses;
    for (auto const& value : table.values(field_types()))
        if (value.key() != "page")
            lookup.values.push_back(read_field(value.key(), value, Format::html, uses, m_findings));
    if (table.absent())
        return;
    if (lookup.page.empty() && !part.more)
        m_findings.add(table.at(), "a lookup needs a 'page', or a [more] that says how to ask for the list");
    if (is_template(lookup.page))
        table.report("page", "the address of a lookup is a plain one");
    part.lookup = std::move(lookup);
}

void RecipeReader::read_detail(Table table, Format format)
{
    Detail detail;
    detail.format = format;
    table.read("page", detail.page);
    read_inside(table, detail.inside, format);
    read_if_missing(table, detail.if_missing);
    detail.skip_if = read_conditions(table, "skip_if", format, m_findings);
    std::vector<TemplateUse> uses;
    auto values = read_values(table.table("values"), format, uses);
    detail.fields = read_fields(table, format, uses);
    std::ranges::move(values, std::back_inserter(detail.fields));
    if (table.absent())
        return;
    if (m_recipe.detail)
        m_findings.add(table.at(), "the event's own page is described twice, as [html.detail] and as [json.detail]");
    uses.push_back({{}, detail.page, place_in(table, "page")});
    m_recipe.detail = std::move(detail);
    m_detail_uses = std::move(uses);
}

/// if_missing = "venue" or ["venue", "cost"]
void RecipeReader::read_if_missing(Table& table, std::vector<std::string>& target)
{
    auto const value = table.value("if_missing", {"string", "array"});
    if (!value)
        return;
    auto const add = [&](Value const& one) {
        if (!one.is(Node::Kind::text) || !std::ranges::binary_search(event_fields(), std::string_view{one.text()}))
            m_findings.add(one.at(), fmt::format("'if_missing' names fields of the event{}, and this is {}",
                                                 did_you_mean(one.text(), event_fields()), one.described()));
        target.push_back(one.text());
    };
    if (value->is(Node::Kind::text))
        add(*value);
    for (auto const& item : value->items())
        add(item);
}

std::vector<Field> RecipeReader::read_fields(Table& table, Format format, std::vector<TemplateUse>& uses)
{
    std::vector<Field> fields;
    for (auto const name : event_fields())
        if (auto const value = table.value(name, field_types()))
            fields.push_back(read_field(std::string{name}, *value, format, uses, m_findings));
    return fields;
}

std::vector<Field> RecipeReader::read_values(Table table, Format format, std::vector<TemplateUse>& uses)
{
    std::vector<Field> values;
    for (auto const& value : table.values(field_types())) {
        if (std::ranges::binary_search(event_fields(), std::string_view{value.key()}))
            m_findings.add(value.at(),
                           fmt::format("{} is a field of the event; give the value another name", quoted(value.key())));
        values.push_back(read_field(value.key(), value, format, uses, m_findings));
    }
    return values;
}

void RecipeReader::read_place(Table& table, std::string_view key, std::string& target, Format format)
{
    table.read(key, target);
    std::size_t select_at = 0;
    auto const finder = read_finder(target, format, &select_at);
    check_select(finder.select, format, select_at, place_in(table, key), m_findings);
}

/// Where an answer holds the page: HTML in JSON by a path, JSON in HTML by a selector.
void RecipeReader::read_inside(Table& table, std::string& target, Format format)
{
    if (format == Format::html)
        read_place(table, "in_json", target, Format::json);
    else
        read_place(table, "in_html", target, Format::html);
}

/// The addresses at the top of the file belong to every source; what they may name depends on the recipe.
void RecipeReader::check_addresses()
{
    auto const names = address_names_of(m_recipe);
    for (auto const& use : m_address_uses)
        check_address(use.text, names, use.place, m_findings);
    for (auto const* key : {"url", "body"}) {
        if (auto const value = m_source.has(key) ? m_source.value(key, {"string"}) : std::nullopt)
            check_address(value->text(), names, place_in(m_source, key), m_findings);
    }
    for (auto const* key : {"form", "headers"}) {
        if (!m_source.has(key))
            continue;
        auto const table = m_source.table(key);
        std::map<std::string, std::string> texts;
        m_source.read(key, texts);
        for (auto const& [name, text] : texts)
            check_address(text, names, place_in(table, name), m_findings);
    }
}

/// A list of events needs their names and times, from the list or from the event's own page.
void RecipeReader::check_whole()
{
    std::string_view const key = m_recipe.format == Format::html ? "html" : "json";
    auto names = names_of(m_recipe.fields);
    if (m_recipe.detail)
        names.merge(names_of(m_recipe.detail->fields));
    if (!names.contains("name"))
        m_findings.add(m_source.at(key), fmt::format("[{}.fields] has no 'name'; every event needs one", key));
    if (!names.contains("when") && !names.contains("start"))
        m_findings.add(m_source.at(key),
                       fmt::format("[{}.fields] has neither 'when' nor 'start'; every event needs a date", key));
}

}  // namespace

Recipe read_recipe(Table& source, Findings& findings)
{
    return RecipeReader{source, findings}.read();
}

}  // namespace almanac
