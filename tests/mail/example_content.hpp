#pragma once

#include "deliver/render.hpp"

namespace almanac::test {

/// A run in which everything happened, with texts that a hostile page could have written.
[[nodiscard]] MailContent eventful_content();

/// Links and files to go with it.
[[nodiscard]] MailExtras eventful_extras();

}  // namespace almanac::test
