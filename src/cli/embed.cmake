# Writes the text file INPUT as the terminated string NAME, which HEADER declares, to OUTPUT.
#   cmake -DINPUT=page.css -DOUTPUT=dp_page_css.c -DNAME=dp_page_css -DHEADER=cli/page.h -P embed.cmake
file(READ ${INPUT} content HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${content}")
get_filename_component(name ${INPUT} NAME)
file(WRITE ${OUTPUT} "/* Made from ${name}. */\n#include \"${HEADER}\"\n\nconst unsigned char ${NAME}[] = {${bytes}0x00};\n")
