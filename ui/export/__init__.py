"""Answers that leave the window: files for print, web and programs, and gold cases."""
