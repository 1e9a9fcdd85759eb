#include "fetch/fetcher.hpp"

#include "text/text.hpp"

#include <utility>

namespace almanac {

std::string_view header(Headers const& headers, std::string_view name)
{
    for (auto const& [key, value] : headers) {
        if (equal_ignoring_case(key, name))
            return value;
    }
    return {};
}

Page get(Fetcher& fetcher, Request request)
{
    auto pages = fetcher.get(std::span<Request const>{&request, 1});
    return std::move(pages.at(0));
}

}  // namespace almanac
