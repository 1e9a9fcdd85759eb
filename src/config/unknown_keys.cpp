#include "config/node_words.hpp"
#include "config/table.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace almanac {
namespace {

void report_unknown(TomlDocument const& document, Node const& node, Shape const& shape, Shape const& top,
                    Findings& findings)
{
    bool const mistyped =
        !shape.types.empty() && std::ranges::none_of(shape.types, [&](auto const& type) { return is_of(node, type); });
    if (mistyped)
        return;  // said already
    if (node.kind == Node::Kind::list) {
        if (!shape.rest.empty())
            for (auto const& item : node.items)
                report_unknown(document, item, shape.rest.front(), top, findings);
        return;
    }
    if (node.kind != Node::Kind::table || (shape.keys.empty() && shape.rest.empty()))
        return;
    std::vector<std::string_view> names;
    for (auto const& known : shape.keys)
        names.push_back(known.key);
    for (auto const& item : node.items) {
        if (findings.full())
            return;
        auto const known = std::ranges::find(shape.keys, item.key, &Shape::key);
        if (item.read && known != shape.keys.end()) {
            report_unknown(document, item, *known, top, findings);
        } else if (item.read) {
            if (!shape.rest.empty())
                report_unknown(document, item, shape.rest.front(), top, findings);
        } else if (&shape != &top && std::ranges::find(top.keys, item.key, &Shape::key) != top.keys.end()) {
            // The trap of TOML: a key after [table] belongs to that table.
            findings.add(document.at_key(item), fmt::format("there is no key {} in this table; it belongs above the "
                                                            "first [table] of the file",
                                                            in_quotes(item.key)));
        } else {
            findings.add(document.at_key(item), fmt::format("there is no key {} here{}. Keys: {}.", in_quotes(item.key),
                                                            did_you_mean(item.key, names), fmt::join(names, ", ")));
        }
    }
}

}  // namespace

void report_unknown_keys(TomlDocument const& document, Shape const& shape, Findings& findings)
{
    report_unknown(document, document.root, shape, shape, findings);
}

}  // namespace almanac
