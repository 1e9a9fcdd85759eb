#include "json/references.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstddef>
#include <map>
#include <string_view>

namespace almanac {
namespace {

using boost::json::value;

constexpr std::size_t max_nodes = 500'000;  ///< that are put in, all together: one object may be named very often
constexpr int max_depth = 64;

std::string_view view(boost::json::string_view text)
{
    return {text.data(), text.size()};
}

std::size_t count_nodes(value const& in)
{
    std::size_t nodes = 1;
    if (auto const* array = in.if_array())
        for (auto const& element : *array)
            nodes += count_nodes(element);
    if (auto const* object = in.if_object())
        for (auto const& member : *object)
            nodes += count_nodes(member.value());
    return nodes;
}

struct Target {
    value const* object = nullptr;
    std::size_t nodes = 0;
};

using Targets = std::map<std::string_view, Target>;

void collect(value const& in, Targets& targets, int depth = 0)
{
    if (depth > max_depth)
        return;
    if (auto const* array = in.if_array())
        for (auto const& element : *array)
            collect(element, targets, depth + 1);
    if (auto const* object = in.if_object()) {
        for (auto const& member : *object) {
            if (member.value().is_object() && view(member.key()).find(':') != std::string_view::npos)
                targets[view(member.key())].object = &member.value();
            collect(member.value(), targets, depth + 1);
        }
    }
}

class Putter {
public:
    explicit Putter(Targets targets) : m_targets(std::move(targets)) {}

    void put(value& in, int depth = 0)
    {
        if (depth > max_depth)
            return;
        if (auto* array = in.if_array())
            for (auto& element : *array)
                put(element, depth + 1);
        auto* object = in.if_object();
        if (object == nullptr)
            return;
        if (auto const* name = object->if_contains("__ref"); name != nullptr && name->is_string())
            return put_target(in, view(name->get_string()));
        for (auto& member : *object)
            put(member.value(), depth + 1);
    }

private:
    void put_target(value& in, std::string_view name)
    {
        auto const found = m_targets.find(name);
        if (found == m_targets.end())
            return;
        auto& target = found->second;
        if (target.nodes == 0)
            target.nodes = count_nodes(*target.object);
        m_nodes += target.nodes;
        if (m_nodes <= max_nodes)
            in = *target.object;
    }

    Targets m_targets;
    std::size_t m_nodes = 0;
};

}  // namespace

void put_references(value& document)
{
    auto const as_stated =
        document;  // what is put in has its own names as they are, or the document might grow forever
    Targets targets;
    collect(as_stated, targets);
    if (!targets.empty())
        Putter{std::move(targets)}.put(document);
}

}  // namespace almanac
