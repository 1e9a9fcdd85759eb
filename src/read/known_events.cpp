#include "read/known_events.hpp"

#include "fetch/url.hpp"
#include "read/places.hpp"
#include "text/text.hpp"

#include <utility>

namespace almanac {

KnownEvents::KnownEvents(Sheet const& old)
{
    for (std::size_t i = 0; i < old.items().size(); ++i) {
        add(m_links, old.normal(Kind::link, old.value(i, "url")), i);
        add(m_names, fold(old.value(i, "name")), i);
    }
}

void KnownEvents::add(Index& index, std::string key, std::size_t event)
{
    if (key.empty())
        return;
    auto const [place, is_new] = index.try_emplace(std::move(key), event);
    if (!is_new)
        place->second.reset();
}

std::optional<std::size_t> KnownEvents::find(Index const& index, std::string const& key)
{
    auto const found = index.find(key);
    return found == index.end() ? std::nullopt : found->second;
}

std::optional<std::size_t> KnownEvents::of(Scope item, std::string const& base) const
{
    std::optional<std::size_t> named;
    for (auto const& part : parts_of(item)) {
        bool const link = part.text.starts_with("http") || part.text.starts_with('/') || part.place.ends_with("@href");
        if (auto const found = link ? by_link(resolve_url(base, part.text)) : std::nullopt)
            return found;
        if (!named)
            named = by_name(fold(part.text));
    }
    return named;
}

Same KnownEvents::of(Sheet const& sheet) const
{
    Same same;
    same.reserve(sheet.items().size());
    for (std::size_t i = 0; i < sheet.items().size(); ++i)
        same.push_back(of(sheet.items()[i], sheet.base(i)));
    return same;
}

}  // namespace almanac
