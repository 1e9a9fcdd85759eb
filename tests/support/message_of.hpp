#pragma once

#include <stdexcept>
#include <string>

namespace almanac::test {

/// What an action says when it throws.
std::string message_of(auto const& action)
{
    try {
        action();
    } catch (std::runtime_error const& error) {
        return error.what();
    }
    return "nothing was thrown";
}

}  // namespace almanac::test
