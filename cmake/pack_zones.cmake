# cmake -DZIC=... -DTZDATA=tzdata.zi -DWORK=folder -DOUT=file -P pack_zones.cmake
# All time zones as one file: the version, then a line "name offset size" per zone in byte order of the names, an
# empty line, and the TZif files one after the other. Equal zones share their bytes: 598 names, 447 files, 240 KB.
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})
execute_process(COMMAND ${ZIC} -b slim -d ${WORK} ${TZDATA} COMMAND_ERROR_IS_FATAL ANY)

file(STRINGS ${TZDATA} version LIMIT_COUNT 1)
string(REGEX REPLACE "^# version " "" index "${version}\n")

file(GLOB_RECURSE names LIST_DIRECTORIES false RELATIVE ${WORK} ${WORK}/*)
list(SORT names COMPARE STRING)
set(offset 0)
set(parts)
foreach(name IN LISTS names)
    file(SHA256 ${WORK}/${name} hash)
    if(NOT DEFINED offset_${hash})
        file(SIZE ${WORK}/${name} size_${hash})
        set(offset_${hash} ${offset})
        math(EXPR offset "${offset} + ${size_${hash}}")
        list(APPEND parts ${name})
    endif()
    string(APPEND index "${name} ${offset_${hash}} ${size_${hash}}\n")
endforeach()
file(WRITE ${OUT}.index "${index}\n")
execute_process(COMMAND cat ${OUT}.index ${parts} WORKING_DIRECTORY ${WORK} OUTPUT_FILE ${OUT}
    COMMAND_ERROR_IS_FATAL ANY)
