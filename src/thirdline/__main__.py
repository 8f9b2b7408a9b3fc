"""`python -m thirdline`: the command line."""

from thirdline.interfaces.starting import main

main()
