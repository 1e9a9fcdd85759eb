#pragma once

#include "html/document.hpp"

namespace almanac {

/// Walks what is below an element in document order: `on_text` for each text, `on_tag` where an element starts and
/// where it ends. No recursion. Skips the subtree of an element for which `on_tag` returns false at its start.
template <typename OnText, typename OnTag>
void walk(Element element, OnText on_text, OnTag on_tag)
{
    auto const& document = *element.document;
    auto const end = document.node(element.id).end;
    auto const leave_until = [&](std::uint32_t id, std::uint32_t parent) {
        for (; id != parent; id = document.node(id).parent)
            if (document.is_element(id))
                on_tag(id, false);
    };
    auto last = element.id;  // the node walked before
    for (auto id = element.id + 1; id < end;) {
        auto const& node = document.node(id);
        leave_until(last, node.parent);
        last = id;
        if (node.tag == 0)
            on_text(document.text(id, id + 1), node.parent);
        id = node.tag == 0 || on_tag(id, true) ? id + 1 : node.end;
    }
    leave_until(last, element.id);
}

}  // namespace almanac
