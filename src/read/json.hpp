#pragma once

#include "read/reader.hpp"

namespace almanac {

/// Events of an API: the source's [json] recipe says with paths where things are.
class JsonReader final : public Reader {
public:
    Reading read(ReadContext const& context) override;
};

}  // namespace almanac
