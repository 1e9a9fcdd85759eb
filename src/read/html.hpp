#pragma once

#include "read/reader.hpp"

namespace almanac {

/// Events of pages without structured data: the source's [html] recipe says with CSS selectors where things are.
class HtmlReader final : public Reader {
public:
    Reading read(ReadContext const& context) override;
};

}  // namespace almanac
