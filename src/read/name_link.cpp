#include "read/name_link.hpp"

#include "html/selector.hpp"

#include <string_view>

namespace almanac {

std::string link_of_name(Element name, Element item)
{
    auto link = tag(name) == "a" ? name : select_first(name, compile_selector("a[href]"));
    for (auto around = name; !link && around; around = around == item ? Element{} : parent(around))
        if (tag(around) == "a")
            link = around;
    auto const target = link ? attribute(link, "href").value_or("") : std::string_view{};
    bool const elsewhere = target.starts_with("http") || target.find(':') == std::string_view::npos;
    return elsewhere && !target.starts_with('#') ? std::string{target} : std::string{};
}

}  // namespace almanac
