#include "read/json_lists.hpp"

#include "read/places.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <cstddef>
#include <string_view>
#include <utility>

namespace almanac {
namespace {

using boost::json::value;

constexpr int max_depth = 8;
constexpr std::size_t max_values = 50'000;
constexpr std::size_t max_lists = 40;

/// The objects of each list, by its path.
class Lists {
public:
    void find(value const& in, std::string const& path, int depth)
    {
        if (depth > max_depth || ++m_seen > max_values)
            return;
        if (auto const* array = in.if_array()) {
            auto const items = path + "[]";
            for (auto const& element : *array) {
                if (element.is_object() && (m_lists.contains(items) || m_lists.size() < max_lists))
                    m_lists[items].push_back(&element);
                find(element, items, depth + 1);
            }
        } else if (auto const* object = in.if_object()) {
            for (auto const& member : *object) {
                auto const step = path_step(member.key());
                std::string_view const link = path.empty() || step.starts_with('[') ? "" : ".";
                find(member.value(), fmt::format("{}{}{}", path, link, step), depth + 1);
            }
        }
    }

    [[nodiscard]] std::map<std::string, std::vector<value const*>> take() { return std::move(m_lists); }

private:
    std::map<std::string, std::vector<value const*>> m_lists;
    std::size_t m_seen = 0;
};

}  // namespace

std::map<std::string, std::vector<value const*>> lists_of(PageParts const& parts)
{
    Lists lists;
    for (auto const& scope : parts.scopes())
        if (scope.json != nullptr)
            lists.find(*scope.json, "", 0);
    return lists.take();
}

}  // namespace almanac
