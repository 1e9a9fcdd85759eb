#include "read/recipe_selector.hpp"

#include <algorithm>
#include <string>

namespace almanac {

Selector compile_recipe_selector(std::string_view text)
{
    constexpr std::string_view contains = ":contains(";
    constexpr std::string_view icontains = ":icontains(";
    std::string written;
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (quote != 0) {
            quote = text[i] == quote ? '\0' : quote;
        } else if (text[i] == '"' || text[i] == '\'') {
            quote = text[i];
        } else if (text.substr(i).starts_with(contains)) {
            written += icontains;
            i += contains.size() - 1;
            continue;
        }
        written += text[i];
    }
    try {
        return compile_selector(written);
    } catch (SelectorError const& error) {
        auto position = error.position;
        for (auto at = written.find(icontains); at < error.position; at = written.find(icontains, at + 1))
            --position;
        throw SelectorError{error.what(), std::min(position, text.size())};
    }
}

}  // namespace almanac
