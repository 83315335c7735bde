"""The LDS bench: does the sum of a method's scores say what a retrained model will do?"""
