from throughcare.cli import main

main()
