#include "command/source_edit.hpp"

#include "config/error.hpp"
#include "config/toml.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <vector>

namespace almanac {

namespace {

using Path = std::vector<std::string>;

TomlDocument parsed(std::string const& text, std::string const& file)
{
    Findings findings;
    auto document = parse_toml(text, file, findings);
    findings.throw_if_any();
    return std::move(*document);
}

/// A literal string where it can be, so that selectors stay as they are.
std::string literal(std::string_view text)
{
    return text.find('\'') == std::string_view::npos ? fmt::format("'{}'", text) : toml_string(text);
}

/// Where a place of the recipe stands: a key of its table, a field or value, its way in a list, the place in a table.
Path path_of(Node const& root, Recipe const& recipe, Mended const& mended)
{
    auto const name_of = [](Format format) { return format == Format::json ? "json" : "html"; };
    bool const is_detail = mended.page == PageKind::detail;
    Path path{is_detail               ? name_of(recipe.detail->format)
              : mended.name == "next" ? name_of(recipe.paging)
                                      : name_of(recipe.format)};
    if (is_detail)
        path.emplace_back("detail");
    auto const with = [&](std::initializer_list<std::string> steps) {
        auto longer = path;
        longer.insert(longer.end(), steps);
        return longer;
    };
    if (mended.name.starts_with("repeat.")) {
        auto const one = with({"repeat", mended.name.substr(7)});
        return find_node(root, one) != nullptr ? one : with({"repeat"});
    }
    bool const is_key = mended.name == "items" || mended.name == "next" || mended.name == "skip_if";
    path = is_key || (is_detail && find_node(root, with({mended.name})) != nullptr) ? with({mended.name})
           : find_node(root, with({"fields", mended.name})) != nullptr              ? with({"fields", mended.name})
                                                                                    : with({"values", mended.name});
    auto const* node = find_node(root, path);
    if (node != nullptr && node->kind == Node::Kind::list) {
        path.push_back(std::to_string(mended.way));
        node = find_node(root, path);
    }
    if (node != nullptr && node->kind == Node::Kind::table) {
        for (auto const* key : {"path", "select", "value"}) {
            path.emplace_back(key);
            if (find_node(root, path) != nullptr)
                return path;
            path.pop_back();
        }
    }
    return path;
}

std::string without_list(std::string const& text)
{
    std::string kept;
    bool is_list = false;
    for (auto const line : split(text, '\n')) {
        if (line.starts_with('[')) {
            bool const recipe = line.starts_with("[html") || line.starts_with("[json");
            is_list = recipe && !line.starts_with("[html.detail") && !line.starts_with("[json.detail");
        }
        if (!is_list)
            kept += std::string{line} + '\n';
    }
    while (kept.ends_with("\n\n"))
        kept.pop_back();
    return kept;
}

}  // namespace

std::string with_repair(std::string text, std::string const& file, Repair const& repair)
{
    for (auto const& mended : repair.changes.mended) {
        auto const document = parsed(text, file);
        auto changed =
            with_value(document, path_of(document.root, repair.recipe, mended), literal(in_words(mended.is)));
        if (!changed)
            throw ConfigError{fmt::format("{}: '{}' does not stand in the file itself; change it by hand to {}", file,
                                          mended.name, literal(in_words(mended.is)))};
        text = std::move(*changed);
    }
    return text;
}

std::string with_key(std::string text, std::string const& file, std::string const& key, std::string_view value)
{
    auto const document = parsed(text, file);
    if (auto changed = with_value(document, {key}, value))
        return std::move(*changed);
    auto const* url = find_node(document.root, {"url"});
    std::size_t at = 0;
    for (std::size_t line = 0; url != nullptr && line < url->line && at < text.size(); ++line)
        at = std::min(text.find('\n', at), text.size() - 1) + 1;
    return text.insert(at, fmt::format("{} = {}\n", key, value));
}

std::string with_reader(std::string const& given, std::string const& file, Rung const& rung)
{
    auto text = with_key(without_list(given), file, "reader", toml_string(rung.id));
    return rung.url.empty() ? text : with_key(std::move(text), file, "url", toml_string(rung.url));
}

std::string with_recipe(std::string const& text, std::string const& file, Proposal const& proposal)
{
    auto const* format = proposal.recipe.format == Format::json ? "json" : "html";
    auto changed = with_key(without_list(text), file, "reader", toml_string(format));
    if (proposal.day_first)
        changed = with_key(std::move(changed), file, "day_first", "true");
    return changed + '\n' + to_toml(proposal);
}

}  // namespace almanac
