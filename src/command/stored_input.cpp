#include "command/stored_input.hpp"

#include "command/plan.hpp"
#include "store/s3_place.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

namespace almanac {

StoredPath find_stored(std::string const& input, std::string const& place, Config const& config, Shell const& shell)
{
    auto const whole = read_s3_place(input);
    StoredPath stored{nullptr, whole ? to_text({whole->bucket, {}}) : place, whole ? whole->prefix : input};
    if (whole && !whole->prefix.empty() && input.ends_with('/'))
        stored.path += '/';
    stored.store = make_store(stored.place, config.s3, shell.environment);
    return stored;
}

std::string read_file_or_object(std::string const& input, Config const& config, Shell const& shell)
{
    if (!is_s3(input))
        return read_input(input);
    if (auto bytes = find_file_or_object(input, config, shell))
        return std::move(*bytes);
    throw StoreError{fmt::format("cannot read {}: there is no such object", input)};
}

std::optional<std::string> find_file_or_object(std::string const& input, Config const& config, Shell const& shell)
{
    if (is_s3(input)) {
        auto const stored = find_stored(input, {}, config, shell);
        return stored.store->get(stored.path);
    }
    return std::filesystem::exists(input) ? std::optional{read_input(input)} : std::nullopt;
}

}  // namespace almanac
